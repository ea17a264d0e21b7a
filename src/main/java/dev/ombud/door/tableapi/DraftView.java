package dev.ombud.door.tableapi;

import dev.ombud.decide.table.TableDiff;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.json.FindingWriter;
import dev.ombud.publish.ruleset.Draft;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.RulesetDiff;
import dev.ombud.publish.ruleset.ScenarioRun;
import dev.ombud.publish.ruleset.TestRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Drafts and what is known of them, as plain values for JSON. Stateless.
final class DraftView {
  private DraftView() {}

  static Map<String, Object> of(Draft draft) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", draft.id().toString());
    view.put("title", draft.title());
    view.put("state", draft.state().name());
    view.put("basedOn", draft.basedOn());
    view.put("digest", draft.digestText());
    view.put("createdAt", draft.createdAt().toString());
    view.put("createdBy", draft.createdBy());
    view.put("changedAt", draft.changedAt().toString());
    view.put("tested", draft.tested());
    draft.backtest().ifPresent(backtest -> view.put("backtestedAgainst", backtest.against()));
    draft
        .submission()
        .ifPresent(submission -> {
          view.put("submittedBy", submission.by());
          view.put("against", submission.against());
          view.put("approvalsNeeded", submission.approvalsNeeded());
          view.put("approvalsBecause", submission.because());
          view.put("approvedBy", draft.approvedBy());
        });
    draft.published().ifPresent(version -> view.put("version", version));
    return view;
  }

  static Map<String, Object> of(Draft draft, List<Draft.Event> events) {
    Map<String, Object> view = of(draft);
    view.put("history", events.stream().map(DraftView::of).toList());
    return view;
  }

  private static Map<String, Object> of(Draft.Event event) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("at", event.at().toString());
    view.put("what", event.kind().name());
    view.put("who", event.actor());
    event.reason().ifPresent(reason -> view.put("why", reason));
    if (!event.detail().isEmpty()) {
      view.put("detail", event.detail());
    }
    view.put("digest", Sha256.text(event.digest()));
    return view;
  }

  static Map<String, Object> of(Drafts.Edited edited) {
    Map<String, Object> view = of(edited.draft());
    view.putAll(of(edited.findings()));
    return view;
  }

  static Map<String, Object> of(List<Finding> findings) {
    Map<String, Object> view = new LinkedHashMap<>();
    long errors = findings.stream().filter(Finding::isError).count();
    view.put("errors", errors);
    view.put("warnings", findings.size() - errors);
    view.put("findings", FindingWriter.plain(findings));
    return view;
  }

  static Map<String, Object> of(RulesetDiff diff, long against) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("against", against);
    List<Object> tables = new ArrayList<>();
    diff.tables()
        .forEach((name, table) -> {
          for (TableDiff.Change change : table.changes()) {
            tables.add(of(name, change));
          }
        });
    view.put("changes", tables);
    view.put("scenarios", diff.scenarios().stream().map(DraftView::of).toList());
    view.put("rules", diff.rules().stream().map(DraftView::of).toList());
    return view;
  }

  private static Map<String, Object> of(String table, TableDiff.Change change) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("table", table);
    view.put("kind", change.kind().name());
    put(view, "row", change.row());
    put(view, "field", change.field());
    put(view, "before", change.before());
    put(view, "after", change.after());
    put(view, "cellBefore", change.cellBefore());
    put(view, "cellAfter", change.cellAfter());
    return view;
  }

  private static void put(Map<String, Object> view, String name, String value) {
    if (!value.isEmpty()) {
      view.put(name, value);
    }
  }

  private static Map<String, Object> of(RulesetDiff.Changed changed) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("kind", changed.kind().name());
    view.put("name", changed.name());
    return view;
  }

  static Map<String, Object> of(TestRun run) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("state", run.draft().state().name());
    view.put("passed", run.results().size() - run.failed());
    view.put("failed", run.failed());
    view.put("scenarios", run.results().stream().map(DraftView::of).toList());
    view.put("coverage", run.coverage().stream().map(DraftView::of).toList());
    return view;
  }

  private static Map<String, Object> of(ScenarioRun.Result result) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", result.scenario().name());
    view.put("because", result.scenario().because());
    view.put("holds", result.holds());
    view.put("misses", result.misses());
    if (!result.holds()) {
      view.put("reasons", result.reasons());
      view.put("firings", result.firings().stream().map(firing -> firing.rule()).toList());
    }
    return view;
  }

  private static Map<String, Object> of(ScenarioRun.Coverage coverage) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("table", coverage.table());
    view.put("rows", coverage.rows());
    view.put("reached", coverage.rows() - coverage.missed().size());
    view.put("missed", coverage.missed());
    return view;
  }
}
