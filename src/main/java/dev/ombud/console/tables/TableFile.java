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
import dev.ombud.domain.Violation;
import dev.ombud.domain.ViolationCode;
import dev.ombud.engine.RulesetCompiler;
import dev.ombud.engine.RulesetParts;
import dev.ombud.ruleset.Draft;
import dev.ombud.ruleset.Drafts;
import dev.ombud.ruleset.RefusedUploads;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Workbooks down and up, for whoever likes a spreadsheet better than the grid. Thread-safe.
final class TableFile {
  private static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  static final String SCENARIOS = RulesetCompiler.TABLES + "scenarios.ndjson";
  private static final int TAG_LONGEST = 100;

  /// Of the mistakes, on a page; the marked workbook has all.
  private static final int SHOWN = 100;

  private final Drafts drafts;
  private final Rulesets rulesets;
  private final TableShelf shelf;
  private final RefusedUploads refused;

  TableFile(Drafts drafts, Rulesets rulesets, TableShelf shelf, RefusedUploads refused) {
    this.refused = refused;
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
    return file(name, workbook);
  }

  private static Response file(String name, byte[] workbook) {
    return Response.of(200, XLSX, workbook)
        .with("Content-Disposition", "attachment; filename=\"" + name + ".xlsx\"");
  }

  /// What the person was refused there last, with its cells marked.
  Response marked(Visit visit) {
    String name = visit.request().parameter("name");
    return marked(visit, TableShelf.path(name), name);
  }

  Response markedScenarios(Visit visit) {
    return marked(visit, SCENARIOS, "scenarios");
  }

  private Response marked(Visit visit, String path, String name) {
    Draft draft = drafts.load(TablesRoutes.id(visit, "id", "draft"));
    return refused
        .find(draft.id(), path, visit.caller().name())
        .map(workbook -> file(name + "-findings", workbook))
        .orElseThrow(() ->
            new ServiceException(
                ErrorCode.NOT_FOUND,
                "no workbook of yours was refused here within a day: upload it again"));
  }

  /// Takes a workbook or CSV in the place of a table. Where it cannot be read, the page says why,
  /// cell by cell, and has a workbook with these cells marked, as the API answers it.
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
      mark(visit, draft, TableShelf.path(name), chosen, reading.findings());
      throw refused(reading.findings());
    }
    DecisionTable table = reading.table().get();
    byte[] workbook =
        isCsv
            ? HeavyWork.run("the writing of the workbook", () -> WorkbookWriter.write(table))
            : chosen.content();
    String tag = fields.require("tag", "Tag", TAG_LONGEST);
    Drafts.Edited edited =
        drafts.put(draft.id(), TableShelf.path(name), workbook, tag, visit.caller().name());
    refused.remove(draft.id(), TableShelf.path(name), visit.caller().name());
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
    return file("scenarios", workbook);
  }

  /// Takes scenarios in the place of all that there are.
  Response takeScenarios(Visit visit, Fields fields, Optional<Upload> file) {
    Draft draft = drafts.load(TablesRoutes.id(visit, "id", "draft"));
    Upload chosen = chosen(file);
    ReadScenarios read =
        HeavyWork.run("the reading of the scenarios", () -> ReadScenarios.of(chosen));
    if (!read.findings().isEmpty()) {
      mark(visit, draft, SCENARIOS, chosen, read.findings());
      throw refused(read.findings());
    }
    byte[] ndjson = read.ndjson();
    String tag = fields.require("tag", "Tag", TAG_LONGEST);
    Drafts.Edited edited = drafts.put(draft.id(), SCENARIOS, ndjson, tag, visit.caller().name());
    refused.remove(draft.id(), SCENARIOS, visit.caller().name());
    shelf.put(edited, rulesets.active());
    return visit.redirect(
        "/tables/drafts/" + draft.id() + "/scenarios",
        "The scenarios are in the draft now. Run them to see whether they hold.");
  }

  /// What a file says, as lines, and what is wrong with it.
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record ReadScenarios(byte[] ndjson, List<Finding> findings) {
    static ReadScenarios of(Upload chosen) {
      byte[] ndjson = chosen.content();
      if (!chosen.name().toLowerCase(Locale.ROOT).endsWith(".ndjson")) {
        ScenarioSheet.Reading reading = ScenarioSheet.read("scenarios.xlsx", ndjson);
        if (!reading.findings().isEmpty()) {
          return new ReadScenarios(ndjson, reading.findings());
        }
        ndjson = reading.ndjson().getBytes(StandardCharsets.UTF_8);
      }
      return new ReadScenarios(ndjson, new ScenarioReader().read(SCENARIOS, ndjson).findings());
    }
  }

  private static Upload chosen(Optional<Upload> file) {
    return file.orElseThrow(
        () -> Fields.refusal("file", "no file was chosen: choose a file first"));
  }

  /// Keeps the workbook with its cells marked; what is no workbook cannot have any.
  private void mark(Visit visit, Draft draft, String path, Upload chosen, List<Finding> findings) {
    HeavyWork.run(
            "the marking of the workbook", () -> MarkedWorkbook.mark(chosen.content(), findings))
        .ifPresentOrElse(
            marked -> refused.put(draft.id(), path, visit.caller().name(), marked),
            () -> refused.remove(draft.id(), path, visit.caller().name()));
  }

  private static ServiceException refused(List<Finding> findings) {
    List<Violation> mistakes = new ArrayList<>();
    findings.stream()
        .limit(SHOWN)
        .forEach(finding ->
            mistakes.add(
                new Violation(finding.place(), ViolationCode.BAD_FORMAT, finding.message())));
    if (findings.size() > SHOWN) {
      mistakes.add(
          new Violation(
              "and",
              ViolationCode.TOO_MANY,
              Words.count(findings.size() - SHOWN, "more finding")
                  + ", which stand in the marked workbook"));
    }
    return new ServiceException(
        ErrorCode.INVALID_TABLE,
        "the file has %s and was not taken, nothing was changed"
            .formatted(Words.count(findings.size(), "mistake")),
        Map.of(),
        mistakes);
  }

  private static String counted(long errors) {
    return errors == 0 ? "no errors" : Words.count(errors, "error");
  }
}
