package dev.ombud.door.tablepages;

import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Paths;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.publish.ruleset.Draft;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.RefusedUploads;
import dev.ombud.publish.ruleset.ScenarioRun;
import dev.ombud.publish.ruleset.TestRun;
import dev.ombud.publish.ruleset.Uploads;
import java.util.List;
import java.util.Optional;

/// What the scenarios of a draft came to, those that do not hold apart. Thread-safe.
public final class ScenariosPage {
  private final Drafts drafts;
  private final TableShelf shelf;
  private final RefusedUploads refused;

  ScenariosPage(Drafts drafts, TableShelf shelf, RefusedUploads refused) {
    this.refused = refused;
    this.drafts = drafts;
    this.shelf = shelf;
  }

  /// @param summary in a sentence
  /// @param marked the address of the workbook of theirs that was refused, with its cells marked
  /// @param isRun whether there is a result for the draft as it stands
  public record View(
      String path,
      String title,
      boolean isRun,
      boolean mayRun,
      String tag,
      Optional<String> marked,
      String summary,
      List<Line> failing,
      List<Line> holding,
      List<Coverage> coverage) {}

  /// @param misses what does not hold
  /// @param reasons what was concluded instead
  public record Line(
      String name,
      String because,
      boolean holds,
      List<String> misses,
      List<String> reasons,
      String rows) {}

  /// @param missed rows that no scenario reaches
  public record Coverage(String table, String reached, List<String> missed) {}

  Response show(Visit visit) {
    Draft draft = drafts.load(Paths.id(visit.request(), "id", "draft"));
    String path = "/tables/drafts/" + draft.id();
    Optional<TestRun> run = shelf.run(draft);
    View view =
        new View(
            path,
            draft.title(),
            run.isPresent(),
            draft.isOpen() && visit.may(TablesRoutes.OWNERS),
            draft.tag(),
            refused.has(draft.id(), Uploads.SCENARIOS, visit.caller().name())
                ? Optional.of(path + "/scenarios/findings")
                : Optional.empty(),
            run.map(ScenariosPage::summary).orElse(""),
            run.map(each -> lines(each, false)).orElse(List.of()),
            run.map(each -> lines(each, true)).orElse(List.of()),
            run.map(each -> each.coverage().stream().map(ScenariosPage::line).toList())
                .orElse(List.of()));
    return visit.page(Section.TABLES, "Scenarios · " + draft.title(), "tables/scenarios.jte", view);
  }

  private static String summary(TestRun run) {
    return "%s of %s hold."
        .formatted(
            PageWords.number(run.results().size() - run.failed()),
            PageWords.count(run.results().size(), "scenario"));
  }

  private static List<Line> lines(TestRun run, boolean hold) {
    return run.results().stream()
        .filter(result -> result.holds() == hold)
        .map(ScenariosPage::line)
        .toList();
  }

  private static Line line(ScenarioRun.Result result) {
    return new Line(
        result.scenario().name(),
        result.scenario().because(),
        result.holds(),
        result.misses(),
        result.holds() ? List.of() : result.reasons(),
        String.join(", ", result.firings().stream().map(each -> each.rule()).toList()));
  }

  private static Coverage line(ScenarioRun.Coverage coverage) {
    return new Coverage(
        coverage.table(),
        "%d of %s"
            .formatted(
                coverage.rows() - coverage.missed().size(),
                PageWords.count(coverage.rows(), "row")),
        coverage.missed());
  }
}
