package dev.ombud.door.tablepages;

import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.sheet.WorkbookWriter;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Paths;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.publish.ruleset.Draft;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.Published;
import dev.ombud.publish.ruleset.Rulesets;
import dev.ombud.publish.ruleset.Uploads;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the grid sends: rows to be looked at while somebody types, and rows to keep. Thread-safe.
final class GridForm {
  private final Drafts drafts;
  private final Rulesets rulesets;
  private final TableShelf shelf;

  GridForm(Drafts drafts, Rulesets rulesets, TableShelf shelf) {
    this.drafts = drafts;
    this.rulesets = rulesets;
    this.shelf = shelf;
  }

  /// Says what is to be said about the rows; keeps nothing. What other tables make of them is said
  /// when they are kept.
  Response check(Visit visit) throws InterruptedException {
    Draft draft = draft(visit);
    GridRows rows = rows(visit, draft);
    Published active = rulesets.active();
    Optional<DecisionTable> before =
        Optional.ofNullable(shelf.tables(active).get(visit.request().parameter("name")));
    return Visit.json(
        rows.plain(HeavyWork.run("the check of the table", () -> rows.findings(before))));
  }

  /// Keeps the rows in the draft, if they can be read.
  Response keep(Visit visit) throws InterruptedException {
    Draft draft = draft(visit);
    String name = visit.request().parameter("name");
    GridRows rows = rows(visit, draft);
    if (rows.reading().table().isEmpty()) {
      List<Finding> findings = rows.reading().findings();
      throw new ServiceException(
          ErrorCode.INVALID_TABLE,
          "%s cannot be read, the first: %s"
              .formatted(PageWords.count(findings.size(), "cell"), findings.getFirst().message()),
          rows.plain(findings),
          List.of());
    }
    DecisionTable table = rows.reading().table().get();
    byte[] workbook =
        HeavyWork.run("the writing of the workbook", () -> WorkbookWriter.write(table));
    Drafts.Edited edited =
        drafts.put(
            draft.id(), Uploads.tablePath(name), workbook, rows.tag(), visit.caller().name());
    shelf.put(edited, rulesets.active());
    String file = name + ".xlsx";
    List<Finding> here =
        edited.findings().stream().filter(finding -> finding.file().equals(file)).toList();
    List<String> elsewhere =
        edited.findings().stream()
            .filter(finding -> !finding.file().equals(file))
            .map(Finding::line)
            .toList();
    return Visit.json(
        Map.of(
            "tag",
            edited.draft().tag(),
            "state",
            PageWords.name(edited.draft().state()),
            "findings",
            rows.plain(here).getOrDefault("findings", List.of()),
            "elsewhere",
            elsewhere));
  }

  private Draft draft(Visit visit) {
    return drafts.load(Paths.id(visit.request(), "id", "draft"));
  }

  private GridRows rows(Visit visit, Draft draft) throws InterruptedException {
    visit.request().requireMediaType("application/json");
    DecisionTable table = TableShelf.named(shelf.tables(draft), visit.request().parameter("name"));
    byte[] body = visit.request().body(GridRows.MAX_BODY_BYTES);
    RulesetParts parts = drafts.parts(draft.id());
    return HeavyWork.run(
        "the reading of the table",
        () -> GridRows.read(table, RulesetCompiler.lexicon(parts), body));
  }
}
