package dev.ombud.record.replay;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.contract.DecisionWriter;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.json.Json;
import dev.ombud.record.decision.Difference.Change;
import dev.ombud.record.decision.Difference.RowChange;
import dev.ombud.record.replay.ReplayReport.Difference;
import dev.ombud.record.replay.ReplayReport.Under;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes replays as JSON; the form is in `openapi.yaml`. Stateless.
public final class ReplayWriter {
  private static final DecisionWriter WRITER = new DecisionWriter();

  private ReplayWriter() {}

  public static byte[] write(ReplayReport report) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("decisionId", report.decisionId().toString());
    view.put("decidedAt", report.decidedAt().toString());
    view.put("identical", report.isIdentical());
    view.put("problems", report.problems());
    view.put("differences", report.differences().stream().map(ReplayWriter::difference).toList());
    view.put(
        "ruleset", map("version", report.ruleset().version(), "digest", report.ruleset().digest()));
    Map<String, @Nullable Object> engine = new LinkedHashMap<>();
    engine.put("recorded", report.recordedEngine());
    engine.put("now", report.engine());
    engine.put("same", !report.isEngineAnother());
    view.put("engine", engine);
    report.under().ifPresent(under -> view.put("under", under(under)));
    return Json.write(view);
  }

  static Map<String, @Nullable Object> difference(Difference difference) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("field", difference.field());
    difference.at().ifPresent(at -> view.put("at", at));
    view.put("stored", difference.stored());
    view.put("recomputed", difference.recomputed());
    return view;
  }

  private static Map<String, @Nullable Object> under(Under under) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("ruleset", under.ruleset());
    view.put("digest", under.digest());
    view.put("changed", under.difference().isChanged());
    view.put("changes", under.difference().changes().stream().map(ReplayWriter::change).toList());
    view.put("responsible", rows(under.difference().responsible()));
    view.put("rows", rows(under.difference().rows()));
    view.put("startsMore", names(under.difference().automaticAdded()));
    view.put("startsLess", names(under.difference().automaticTaken()));
    view.put("decided", outcome(under.decided()));
    view.put("judged", outcome(under.judged()));
    return view;
  }

  private static Map<String, @Nullable Object> change(Change change) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("aspect", change.aspect().text());
    view.put("from", change.from());
    view.put("to", change.to());
    return view;
  }

  private static List<Map<String, @Nullable Object>> rows(List<RowChange> rows) {
    return rows.stream()
        .map(row -> {
          Map<String, @Nullable Object> view = new LinkedHashMap<>();
          if (!row.table().isEmpty()) {
            view.put("table", row.table());
          }
          view.put(row.table().isEmpty() ? "rule" : "row", row.row());
          view.put("way", row.way().name());
          return view;
        })
        .toList();
  }

  private static List<String> names(Collection<ActionKind> kinds) {
    return kinds.stream().sorted().map(ActionKind::name).toList();
  }

  /// What a judgement comes to, as plain values.
  static Map<String, @Nullable Object> outcome(Judgement judgement) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("severity", judgement.severity().name());
    view.put("disposition", judgement.disposition().name());
    view.put(
        "mitigation",
        map(
            "tier", judgement.mitigation().tier().name(),
            "scope", judgement.mitigation().scope().name(),
            "mode", judgement.mitigation().mode().name()));
    view.put(
        "owner",
        map("team", judgement.owner().team(), "slaMinutes", judgement.owner().slaMinutes()));
    view.put("priority", judgement.priority());
    view.put("actions", Json.read(WRITER.actions(judgement)));
    view.put("reasons", Json.read(WRITER.reasons(judgement)));
    return view;
  }

  /// In the order of the pairs.
  static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i].toString(), pairs[i + 1]);
    }
    return map;
  }
}
