package dev.ombud.door.tablepages;

import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.sheet.MarkedWorkbook;
import dev.ombud.decide.sheet.ScenarioSheet;
import dev.ombud.door.console.Fields;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Paths;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Upload;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Violation;
import dev.ombud.ground.base.ViolationCode;
import dev.ombud.publish.ruleset.Draft;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.RefusedUploads;
import dev.ombud.publish.ruleset.Rulesets;
import dev.ombud.publish.ruleset.Uploads;
import dev.ombud.publish.ruleset.Uploads.ScenarioForm;
import dev.ombud.publish.ruleset.Uploads.TableForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Workbooks down and up, for whoever likes a spreadsheet better than the grid. Thread-safe.
final class TableFile {
  private static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  private static final int MAX_TAG_CHARS = 100;

  /// Of the mistakes, on a page; the marked workbook has all.
  private static final int SHOWN = 100;

  private final Drafts drafts;
  private final Uploads uploads;
  private final Rulesets rulesets;
  private final TableShelf shelf;
  private final RefusedUploads refused;

  TableFile(Drafts drafts, Rulesets rulesets, TableShelf shelf, RefusedUploads refused) {
    this.refused = refused;
    this.drafts = drafts;
    this.uploads = new Uploads(drafts);
    this.rulesets = rulesets;
    this.shelf = shelf;
  }

  /// The workbook of a draft's table, byte for byte.
  Response ofDraft(Visit visit) {
    Draft draft = drafts.load(Paths.id(visit.request(), "id", "draft"));
    return download(visit.request().parameter("name"), drafts.parts(draft.id()));
  }

  Response ofVersion(Visit visit) {
    long version = TablesPage.published(rulesets, visit.request().parameter("version")).version();
    return download(visit.request().parameter("name"), rulesets.parts(version));
  }

  private static Response download(String name, RulesetParts parts) {
    byte[] workbook = parts.parts().get(Uploads.tablePath(name));
    if (workbook == null) {
      throw Paths.missing("table", name);
    }
    return file(name, workbook);
  }

  private static Response file(String name, byte[] workbook) {
    return Response.of(200, XLSX, workbook).attached(name + ".xlsx");
  }

  /// What the person was refused there last, with its cells marked.
  Response marked(Visit visit) {
    String name = visit.request().parameter("name");
    return marked(visit, Uploads.tablePath(name), name);
  }

  Response markedScenarios(Visit visit) {
    return marked(visit, Uploads.SCENARIOS, "scenarios");
  }

  private Response marked(Visit visit, String path, String name) {
    Draft draft = drafts.load(Paths.id(visit.request(), "id", "draft"));
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
    UUID draft = drafts.load(Paths.id(visit.request(), "id", "draft")).id();
    String name = visit.request().parameter("name");
    Upload chosen = chosen(file);
    TableForm form = isNamed(chosen, ".csv") ? TableForm.CSV : TableForm.XLSX;
    String tag = fields.require("tag", "Tag", MAX_TAG_CHARS);
    Drafts.Edited edited =
        taken(
            visit,
            draft,
            Uploads.tablePath(name),
            chosen,
            uploads.table(draft, name, form, chosen.content(), tag, visit.caller().name()));
    return visit.redirect(
        "/tables/drafts/%s/tables/%s".formatted(draft, name),
        "The file is in the draft now: %s."
            .formatted(counted(edited.findings().stream().filter(Finding::isError).count())));
  }

  private static boolean isNamed(Upload chosen, String ending) {
    return chosen.name().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  private Drafts.Edited taken(
      Visit visit, UUID draft, String path, Upload chosen, Uploads.Outcome outcome) {
    return switch (outcome) {
      case Uploads.Outcome.Refused none -> {
        mark(visit, draft, path, chosen, none.findings());
        throw refused(none.findings());
      }
      case Uploads.Outcome.Taken taken -> {
        refused.remove(draft, path, visit.caller().name());
        shelf.put(taken.edited(), rulesets.active());
        yield taken.edited();
      }
    };
  }

  /// The scenarios of a draft as a workbook.
  Response scenarios(Visit visit) {
    Draft draft = drafts.load(Paths.id(visit.request(), "id", "draft"));
    byte[] ndjson = drafts.parts(draft.id()).parts().get(Uploads.SCENARIOS);
    byte[] workbook =
        HeavyWork.run(
            "the writing of the scenarios",
            () -> ScenarioSheet.write(ndjson == null ? new byte[0] : ndjson));
    return file("scenarios", workbook);
  }

  /// Takes scenarios in the place of all that there are.
  Response takeScenarios(Visit visit, Fields fields, Optional<Upload> file) {
    UUID draft = drafts.load(Paths.id(visit.request(), "id", "draft")).id();
    Upload chosen = chosen(file);
    ScenarioForm form = isNamed(chosen, ".ndjson") ? ScenarioForm.NDJSON : ScenarioForm.XLSX;
    String tag = fields.require("tag", "Tag", MAX_TAG_CHARS);
    taken(
        visit,
        draft,
        Uploads.SCENARIOS,
        chosen,
        uploads.scenarios(draft, form, chosen.content(), tag, visit.caller().name()));
    return visit.redirect(
        "/tables/drafts/" + draft + "/scenarios",
        "The scenarios are in the draft now. Run them to see whether they hold.");
  }

  private static Upload chosen(Optional<Upload> file) {
    return file.orElseThrow(
        () -> Fields.refusal("file", "no file was chosen: choose a file first"));
  }

  /// Keeps the workbook with its cells marked; what is no workbook cannot have any.
  private void mark(Visit visit, UUID draft, String path, Upload chosen, List<Finding> findings) {
    HeavyWork.run(
            "the marking of the workbook", () -> MarkedWorkbook.mark(chosen.content(), findings))
        .ifPresentOrElse(
            marked -> refused.put(draft, path, visit.caller().name(), marked),
            () -> refused.remove(draft, path, visit.caller().name()));
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
              PageWords.count(findings.size() - SHOWN, "more finding")
                  + ", which stand in the marked workbook"));
    }
    return new ServiceException(
        ErrorCode.INVALID_TABLE,
        "the file has %s and was not taken, nothing was changed"
            .formatted(PageWords.count(findings.size(), "mistake")),
        Map.of(),
        mistakes);
  }

  private static String counted(long errors) {
    return errors == 0 ? "no errors" : PageWords.count(errors, "error");
  }
}
