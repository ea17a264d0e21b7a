package dev.ombud.door.tablepages;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.TableDiff;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Paths;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.Finding;
import dev.ombud.publish.backtest.Backtest;
import dev.ombud.publish.backtest.Backtests;
import dev.ombud.publish.ruleset.Draft;
import dev.ombud.publish.ruleset.Draft.State;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.Published;
import dev.ombud.publish.ruleset.RulesetDiff;
import dev.ombud.publish.ruleset.Rulesets;
import dev.ombud.publish.ruleset.TestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One draft: how far it has come, what it changes, what is found about it, and the next step.
/// Thread-safe.
public final class DraftPage {
  private static final int CHANGES_SHOWN = 200;

  private final Drafts drafts;
  private final Rulesets rulesets;
  private final Backtests backtests;
  private final TableShelf shelf;

  DraftPage(Drafts drafts, Rulesets rulesets, Backtests backtests, TableShelf shelf) {
    this.drafts = drafts;
    this.rulesets = rulesets;
    this.backtests = backtests;
    this.shelf = shelf;
  }

  /// @param state one of [State], for the template to choose the next form by
  /// @param because why more than one person must agree
  /// @param cannotApprove why this person cannot; empty where they can
  /// @param tag of the content that the page shows
  /// @param moved whether another ruleset became active since the draft was compared; in a sentence
  public record View(
      String id,
      String path,
      String tag,
      String title,
      State state,
      String stateName,
      String origin,
      List<DraftSteps.Step> steps,
      List<Table> tables,
      List<Change> changes,
      String omitted,
      List<String> otherChanges,
      long active,
      List<FindingLine> findings,
      List<String> because,
      String cannotApprove,
      String moved,
      List<BacktestLine> backtests,
      boolean isBacktesting,
      String scenarios,
      List<EventLine> events,
      boolean isOpen,
      boolean mayEdit) {}

  /// @param changes in words
  public record Table(String name, String rows, String changes, String findings) {}

  /// One line of the comparison.
  public record Change(
      String table, String row, String what, String field, String before, String after) {}

  /// @param path of the table's page; empty where it is about no table
  public record FindingLine(String level, String place, String message, String path) {}

  public record BacktestLine(
      String path, String state, String progress, String startedAt, String by, boolean isRunning) {}

  public record EventLine(String at, String what, String who, String why, String detail) {}

  Response show(Visit visit) {
    Draft draft = drafts.load(Paths.id(visit.request(), "id", "draft"));
    Published active = rulesets.active();
    List<Finding> findings = shelf.findings(draft, active);
    RulesetDiff diff = shelf.diff(draft, active).diff();
    List<Change> changes = changes(diff);
    List<Backtest> runs = backtests.list(draft.id());
    String path = "/tables/drafts/" + draft.id();
    View view =
        new View(
            draft.id().toString(),
            path,
            draft.tag(),
            draft.title(),
            draft.state(),
            PageWords.name(draft.state()),
            "from ruleset %d, by %s, changed %s"
                .formatted(draft.basedOn(), draft.createdBy(), PageWords.time(draft.changedAt())),
            DraftSteps.of(draft, findings),
            tables(draft, diff, findings),
            changes.subList(0, Math.min(CHANGES_SHOWN, changes.size())),
            changes.size() <= CHANGES_SHOWN
                ? ""
                : PageWords.count(changes.size() - CHANGES_SHOWN, "more change") + ".",
            otherChanges(diff),
            active.version(),
            findings.stream().map(finding -> line(finding, path)).toList(),
            draft.submission().map(Draft.Submission::because).orElse(List.of()),
            cannotApprove(draft, visit),
            moved(draft, active),
            runs.stream().map(run -> line(run, path)).toList(),
            runs.stream().anyMatch(run -> run.state() == Backtest.State.RUNNING),
            shelf.run(draft).map(DraftPage::scenarios).orElse(""),
            drafts.events(draft.id()).reversed().stream().map(DraftPage::line).toList(),
            draft.isOpen(),
            visit.may(TablesRoutes.OWNERS));
    return visit.page(Section.TABLES, draft.title(), "tables/draft.jte", view);
  }

  /// As the API refuses it ([Drafts#approve]), said before somebody tries.
  private static String cannotApprove(Draft draft, Visit visit) {
    String person = visit.caller().name();
    if (draft.submission().filter(each -> each.by().equals(person)).isPresent()) {
      return "You submitted it, so somebody else has to approve it.";
    }
    return draft.approvedBy().contains(person)
        ? "You have approved it; one more person has to."
        : "";
  }

  private static String moved(Draft draft, Published active) {
    Optional<Long> against =
        draft
            .submission()
            .map(Draft.Submission::against)
            .or(() -> draft.backtest().map(Draft.Backtested::against));
    boolean isMoved =
        draft.published().isEmpty() && against.filter(each -> each != active.version()).isPresent();
    return isMoved
        ? "Ruleset %d decides since this was compared with ruleset %d: backtest it again%s."
            .formatted(active.version(), against.get(), draft.isOpen() ? "" : " after rejecting it")
        : "";
  }

  private List<Table> tables(Draft draft, RulesetDiff diff, List<Finding> findings) {
    List<Table> tables = new ArrayList<>();
    for (Map.Entry<String, DecisionTable> entry : shelf.tables(draft).entrySet()) {
      TableDiff changed = diff.tables().get(entry.getKey());
      List<Finding> found =
          findings.stream()
              .filter(finding -> finding.file().equals(entry.getKey() + ".xlsx"))
              .toList();
      long errors = found.stream().filter(Finding::isError).count();
      tables.add(
          new Table(
              entry.getKey(),
              PageWords.count(entry.getValue().rows().size(), "row"),
              changed == null ? "" : PageWords.count(changed.changes().size(), "change"),
              found.isEmpty()
                  ? ""
                  : PageWords.count(errors, "error")
                      + ", "
                      + PageWords.count(found.size() - errors, "warning")));
    }
    return tables;
  }

  private static List<Change> changes(RulesetDiff diff) {
    List<Change> changes = new ArrayList<>();
    diff.tables()
        .forEach((name, table) ->
            table
                .changes()
                .forEach(change ->
                    changes.add(
                        new Change(
                            name,
                            change.row(),
                            PageWords.name(change.kind()),
                            change.field(),
                            change.before(),
                            change.after()))));
    return changes;
  }

  private static List<String> otherChanges(RulesetDiff diff) {
    List<String> lines = new ArrayList<>();
    diff.scenarios().forEach(each -> lines.add("scenario `" + each.name() + "` " + word(each)));
    diff.rules().forEach(each -> lines.add("`" + each.name() + "` " + word(each)));
    return lines;
  }

  private static String word(RulesetDiff.Changed changed) {
    return changed.kind().name().toLowerCase(Locale.ROOT);
  }

  private static FindingLine line(Finding finding, String path) {
    String file = finding.file();
    boolean isTable = file.endsWith(".xlsx") && !file.contains("/");
    return new FindingLine(
        finding.isError() ? "Error" : "Warning",
        finding.place(),
        PageWords.sentence(finding.message()),
        isTable ? path + "/tables/" + file.substring(0, file.length() - ".xlsx".length()) : "");
  }

  private static BacktestLine line(Backtest backtest, String path) {
    String judged = PageWords.count(backtest.judged(), "decision") + " judged";
    return new BacktestLine(
        path + "/backtests/" + backtest.id(),
        PageWords.name(backtest.state()),
        backtest.total().isPresent()
            ? judged + " of " + PageWords.number(backtest.total().getAsLong())
            : judged,
        PageWords.time(backtest.startedAt()),
        backtest.caller(),
        backtest.state() == Backtest.State.RUNNING);
  }

  private static String scenarios(TestRun run) {
    long failed = run.failed();
    String all = PageWords.count(run.results().size(), "scenario");
    return failed == 0
        ? "All " + all + " hold."
        : "%s of %s %s not hold."
            .formatted(PageWords.number(failed), all, failed == 1 ? "does" : "do");
  }

  private static EventLine line(Draft.Event event) {
    return new EventLine(
        PageWords.time(event.at()),
        PageWords.name(event.kind()),
        event.actor(),
        event.reason().orElse(""),
        event.detail());
  }
}
