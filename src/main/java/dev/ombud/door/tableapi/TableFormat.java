package dev.ombud.door.tableapi;

import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.sheet.CsvTable;
import dev.ombud.decide.sheet.DmnWriter;
import dev.ombud.decide.sheet.JsonTable;
import dev.ombud.decide.sheet.KeptTable;
import dev.ombud.decide.sheet.MarkedWorkbook;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.Uploads;
import dev.ombud.publish.ruleset.Uploads.TableForm;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The forms in which a table goes over the wire. What is kept is always a workbook.
enum TableFormat {
  XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
  JSON("application/json", "json"),
  CSV("text/csv", "csv"),
  DMN("application/dmn+xml", "dmn");

  private static final String PROBLEM = "application/problem+json";

  private final String mediaType;
  private final String ending;

  TableFormat(String mediaType, String ending) {
    this.mediaType = mediaType;
    this.ending = ending;
  }

  /// The form that the client asks for.
  static TableFormat wanted(Request request) {
    return of(
        request.acceptable(
            Arrays.stream(values()).map(each -> each.mediaType).toArray(String[]::new)));
  }

  /// The form that the client has sent.
  static TableForm sent(Request request) {
    request.requireMediaType(XLSX.mediaType, JSON.mediaType, CSV.mediaType);
    return TableForm.valueOf(of(request.mediaType()).name());
  }

  private static TableFormat of(String mediaType) {
    return Arrays.stream(values())
        .filter(each -> each.mediaType.equals(mediaType))
        .findFirst()
        .orElseThrow();
  }

  /// A table of a ruleset in this form.
  ///
  /// @throws ServiceException NOT_FOUND
  Response response(String name, RulesetParts parts) {
    byte[] workbook = DraftRoutes.part(parts, Uploads.tablePath(name));
    byte[] body =
        HeavyWork.run(
            "the writing of the table",
            () ->
                switch (this) {
                  case XLSX -> workbook;
                  case JSON -> JsonTable.write(table(name, parts));
                  case CSV -> CsvTable.write(table(name, parts));
                  case DMN -> DmnWriter.write(table(name, parts));
                });
    String charset = this == CSV ? "; charset=utf-8" : "";
    return Response.of(200, mediaType + charset, body)
        .attached(name + "." + ending)
        .with("Vary", "Accept");
  }

  /// @throws ServiceException NOT_FOUND
  static DecisionTable table(String name, RulesetParts parts) {
    byte[] workbook = DraftRoutes.part(parts, Uploads.tablePath(name));
    return KeptTable.read(name + ".xlsx", workbook, RulesetCompiler.lexicon(parts))
        .orElseThrow(() -> new IllegalStateException("table `" + name + "` was kept unreadable"));
  }

  /// The findings about what was kept, as JSON or in the workbook, whichever the client likes
  /// better.
  static Response answer(Request request, String name, byte[] workbook, Drafts.Edited edited) {
    if (request.prefers(XLSX.mediaType, JSON.mediaType)) {
      return file(200, name, marked(workbook, edited.findings()).orElse(workbook));
    }
    return Response.json(200, Json.write(DraftView.of(edited)));
  }

  /// Why a table was refused, in the same two forms; a file that cannot be opened at all only as
  /// JSON.
  static Response refusal(
      Request request, TableForm sent, String name, byte[] body, List<Finding> findings) {
    if (sent == TableForm.XLSX && request.prefers(XLSX.mediaType, JSON.mediaType, PROBLEM)) {
      Optional<byte[]> marked = marked(body, findings);
      if (marked.isPresent()) {
        return file(422, name, marked.get());
      }
    }
    throw DraftRoutes.invalid(findings);
  }

  private static Optional<byte[]> marked(byte[] workbook, List<Finding> findings) {
    return HeavyWork.run(
        "the marking of the workbook", () -> MarkedWorkbook.mark(workbook, findings));
  }

  static Response file(int status, String name, byte[] workbook) {
    return Response.of(status, XLSX.mediaType, workbook).attached(name + ".xlsx");
  }
}
