package dev.ombud.console.tables;

import dev.ombud.console.Fields;
import dev.ombud.console.Visit;
import dev.ombud.console.Words;
import dev.ombud.contract.ScenarioReader;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.Finding;
import dev.ombud.domain.HeavyWork;
import dev.ombud.domain.Lexicon;
import dev.ombud.domain.ServiceException;
import dev.ombud.engine.RulesetCompiler;
import dev.ombud.engine.RulesetParts;
import dev.ombud.ruleset.Draft;
import dev.ombud.ruleset.Drafts;
import dev.ombud.ruleset.Rulesets;
import dev.ombud.table.CsvTable;
import dev.ombud.table.DecisionTable;
import dev.ombud.table.MarkedWorkbook;
import dev.ombud.table.ScenarioSheet;
import dev.ombud.table.WorkbookReader;
import dev.ombud.table.WorkbookReader.Reading;
import dev.ombud.table.WorkbookWriter;
import dev.ombud.web.Response;
import dev.ombud.web.Upload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Workbooks down and up, for whoever likes a spreadsheet better than the grid. Thread-safe.
final class TableFile {
  private static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  private static final String SCENARIOS = RulesetCompiler.TABLES + "scenarios.ndjson";
  private static final int TAG_LONGEST = 100;

  private final Drafts drafts;
  private final Rulesets rulesets;
  private final TableShelf shelf;

  TableFile(Drafts drafts, Rulesets rulesets, TableShelf shelf) {
    this.drafts = drafts;
    this.rulesets = rulesets;
    this.shelf = shelf;
  }

  /// The workbook of a draft's table, byte for byte.
  Response ofDraft(Visit visit) {
    Draft draft = drafts.load(TablesRoutes.id(visit, "id", "draft"));
    return download(visit.request().parameter("name"), drafts.parts(draft.id()));
  }

  Response ofVersion(Visit visit) {
    long version = TablesPage.published(rulesets, visit.request().parameter("version")).version();
    return download(visit.request().parameter("name"), rulesets.parts(version));
  }

  private static Response download(String name, RulesetParts parts) {
    byte[] workbook = parts.parts().get(TableShelf.path(name));
    if (workbook == null) {
      throw TablesRoutes.noSuch("table", name);
    }
    return file(200, name, workbook);
  }

  private static Response file(int status, String name, byte[] workbook) {
    return Response.of(status, XLSX, workbook)
        .with("Content-Disposition", "attachment; filename=\"" + name + ".xlsx\"");
  }

  /// Takes a workbook or CSV in the place of a table. A workbook that cannot be read comes back
  /// with the cells marked, as over the API.
  Response take(Visit visit, Fields fields, Optional<Upload> file) {
    Draft draft = drafts.load(TablesRoutes.id(visit, "id", "draft"));
    String name = visit.request().parameter("name");
    TableShelf.named(shelf.tables(draft), name);
    Upload chosen = chosen(file);
    boolean isCsv = chosen.name().toLowerCase(Locale.ROOT).endsWith(".csv");
    String workbookName = name + ".xlsx";
    RulesetParts parts = drafts.parts(draft.id());
    Reading reading =
        HeavyWork.run(
            "the reading of the table",
            () -> {
              Lexicon lexicon = RulesetCompiler.lexicon(parts);
              return isCsv
                  ? CsvTable.read(workbookName, chosen.content(), lexicon)
                  : WorkbookReader.read(workbookName, chosen.content(), lexicon);
            });
    if (reading.table().isEmpty()) {
      return refusal(name, reading, isCsv ? new byte[0] : chosen.content());
    }
    DecisionTable table = reading.table().get();
    byte[] workbook =
        isCsv
            ? HeavyWork.run("the writing of the workbook", () -> WorkbookWriter.write(table))
            : chosen.content();
    String tag = fields.require("tag", "Tag", TAG_LONGEST);
    Drafts.Edited edited =
        drafts.put(draft.id(), TableShelf.path(name), workbook, tag, visit.caller().name());
    shelf.put(edited, rulesets.active());
    return visit.redirect(
        "/tables/drafts/%s/tables/%s".formatted(draft.id(), name),
        "The file is in the draft now: %s."
            .formatted(counted(edited.findings().stream().filter(Finding::isError).count())));
  }

  /// The scenarios of a draft as a workbook.
  Response scenarios(Visit visit) {
    Draft draft = drafts.load(TablesRoutes.id(visit, "id", "draft"));
    byte[] ndjson = drafts.parts(draft.id()).parts().get(SCENARIOS);
    byte[] workbook =
        HeavyWork.run(
            "the writing of the scenarios",
            () -> ScenarioSheet.write(ndjson == null ? new byte[0] : ndjson));
    return file(200, "scenarios", workbook);
  }

  /// Takes scenarios in the place of all that there are.
  Response takeScenarios(Visit visit, Fields fields, Optional<Upload> file) {
    Draft draft = drafts.load(TablesRoutes.id(visit, "id", "draft"));
    Upload chosen = chosen(file);
    byte[] ndjson = HeavyWork.run("the reading of the scenarios", () -> ndjson(chosen));
    String tag = fields.require("tag", "Tag", TAG_LONGEST);
    Drafts.Edited edited = drafts.put(draft.id(), SCENARIOS, ndjson, tag, visit.caller().name());
    shelf.put(edited, rulesets.active());
    return visit.redirect(
        "/tables/drafts/" + draft.id() + "/scenarios",
        "The scenarios are in the draft now. Run them to see whether they hold.");
  }

  /// @throws ServiceException INVALID_TABLE with the first finding
  private static byte[] ndjson(Upload chosen) {
    byte[] ndjson = chosen.content();
    if (!chosen.name().toLowerCase(Locale.ROOT).endsWith(".ndjson")) {
      ScenarioSheet.Reading reading = ScenarioSheet.read("scenarios.xlsx", ndjson);
      requireNone(reading.findings());
      ndjson = reading.ndjson().getBytes(StandardCharsets.UTF_8);
    }
    requireNone(new ScenarioReader().read(SCENARIOS, ndjson).findings());
    return ndjson;
  }

  private static void requireNone(List<Finding> findings) {
    if (!findings.isEmpty()) {
      throw refused(findings);
    }
  }

  private static Upload chosen(Optional<Upload> file) {
    return file.orElseThrow(() ->
        new ServiceException(ErrorCode.INVALID_REQUEST, "no file was chosen: choose a file first"));
  }

  private static ServiceException refused(List<Finding> findings) {
    return new ServiceException(
        ErrorCode.INVALID_TABLE,
        "%s, the first is %s"
            .formatted(Words.count(findings.size(), "finding"), findings.getFirst().line()));
  }

  private static String counted(long errors) {
    return errors == 0 ? "no errors" : Words.count(errors, "error");
  }

  private static Response refusal(String name, Reading reading, byte[] workbook) {
    Optional<byte[]> marked =
        workbook.length == 0
            ? Optional.empty()
            : HeavyWork.run(
                "the marking of the workbook",
                () -> MarkedWorkbook.mark(workbook, reading.findings()));
    return marked
        .map(each -> file(422, name + "-findings", each))
        .orElseThrow(() -> refused(reading.findings()));
  }
}
