package dev.ombud.record.replay;

import dev.ombud.decide.engine.Stages;
import dev.ombud.decide.engine.TableTrace;
import dev.ombud.decide.engine.TableTrace.Compared;
import dev.ombud.decide.engine.TableTrace.Failure;
import dev.ombud.decide.engine.TableTrace.Match;
import dev.ombud.decide.engine.TableTrace.Miss;
import dev.ombud.decide.engine.TableTrace.Standing;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.contract.CorrectionWriter;
import dev.ombud.ground.domain.Judgement.Action;
import dev.ombud.ground.domain.Judgement.Comparison;
import dev.ombud.ground.domain.Judgement.Reason;
import dev.ombud.ground.json.Json;
import dev.ombud.record.decision.TracedJudgement;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.replay.Explanation.Guardrail;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes explanations as JSON; the form is in `openapi.yaml`. Stateless.
public final class ExplanationWriter {
  private ExplanationWriter() {}

  public static byte[] write(Explanation explanation) {
    DecisionRow row = explanation.row();
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("decisionId", row.id().toString());
    view.put("decidedAt", row.decidedAt().toString());
    view.put("product", row.product());
    view.put("aggregateId", row.aggregateId());
    view.put("revision", row.revision());
    view.put(
        "ruleset",
        ReplayWriter.map(
            "version", row.rulesetVersion(), "digest", Sha256.text(row.rulesetDigest())));
    view.put("faithful", explanation.isFaithful());
    view.put("problems", explanation.problems());
    view.put(
        "differences", explanation.differences().stream().map(ReplayWriter::difference).toList());
    view.put("text", ExplanationSummary.outcome(row));
    view.put("outcome", outcome(row));
    view.put(
        "actions",
        explanation.traced().stream()
            .flatMap(traced -> traced.judgement().actions().stream())
            .map(ExplanationWriter::action)
            .toList());
    view.put(
        "reasons",
        explanation.traced().stream()
            .flatMap(traced -> traced.judgement().reasons().stream())
            .map(ExplanationWriter::reason)
            .toList());
    view.put(
        "tables",
        explanation.traced().map(TracedJudgement::traces).orElse(List.of()).stream()
            .map(ExplanationWriter::table)
            .toList());
    view.put("guardrails", guardrails(explanation));
    if (!explanation.corrections().isEmpty()) {
      view.put("corrections", CorrectionWriter.views(explanation.corrections()));
    }
    view.put("links", links(row));
    return Json.write(view);
  }

  private static Map<String, @Nullable Object> outcome(DecisionRow row) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("severity", row.severity());
    view.put("disposition", row.disposition());
    view.put("tier", row.tier());
    view.put("scope", row.scope());
    view.put("mode", row.mode());
    view.put("ownerTeam", row.ownerTeam());
    view.put("slaMinutes", row.slaMinutes());
    view.put("priority", row.priority());
    return view;
  }

  private static Map<String, @Nullable Object> action(Action action) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("kind", action.kind().name());
    view.put("target", action.target());
    view.put("state", action.state().name());
    view.put("text", ExplanationSummary.action(action));
    return view;
  }

  private static Map<String, @Nullable Object> reason(Reason reason) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("code", reason.code().name());
    view.put("meaning", reason.code().meaning());
    view.put("detail", reason.detail());
    return view;
  }

  private static Map<String, @Nullable Object> table(TableTrace trace) {
    DecisionTable table = trace.table();
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("table", table.name());
    view.put("question", ExplanationWords.question(table));
    String asked = table.name().equals(Stages.METRICS) ? "metric" : "category";
    trace.askedAbout().ifPresent(about -> view.put(asked, about));
    view.put("hitPolicy", table.hitPolicy().text());
    view.put("policy", ExplanationWords.policy(table));
    view.put("conflict", trace.conflict());
    view.put(
        "counts",
        trace.matched().stream()
            .filter(match -> match.standing() == Standing.COUNTS)
            .map(match -> match(table, match))
            .toList());
    view.put(
        "lost",
        trace.matched().stream()
            .filter(match -> match.standing() != Standing.COUNTS)
            .map(match -> lost(table, match))
            .toList());
    view.put("nearest", trace.nearest().stream().map(miss -> miss(table, miss)).toList());
    return view;
  }

  private static Map<String, @Nullable Object> row(DecisionTable table, DecisionTable.Row row) {
    Map<String, @Nullable Object> concludes = new LinkedHashMap<>();
    for (int column = 0; column < table.outputs().size(); column++) {
      Object conclusion = row.conclusions().get(column);
      if (conclusion != null) {
        concludes.put(table.outputs().get(column).field().name(), conclusion);
      }
    }
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("row", row.id());
    view.put("sheet", table.sheet());
    view.put("cells", row.range());
    if (!row.note().isEmpty()) {
      view.put("note", row.note());
    }
    view.put("concludes", concludes);
    return view;
  }

  private static Map<String, @Nullable Object> match(DecisionTable table, Match match) {
    Map<String, @Nullable Object> view = row(table, match.row());
    view.put("compared", match.compared().stream().map(ExplanationWriter::compared).toList());
    return view;
  }

  private static Map<String, @Nullable Object> lost(DecisionTable table, Match match) {
    Map<String, @Nullable Object> view = match(table, match);
    view.put("standing", match.standing().name());
    match.against().ifPresent(against -> view.put("against", against));
    view.put("text", text(match.row(), ExplanationWords.standing(table, match)));
    return view;
  }

  private static String text(DecisionTable.Row row, String clause) {
    return row.id() + " " + clause + ".";
  }

  private static Map<String, @Nullable Object> compared(Compared compared) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("field", compared.column().field().name());
    view.put("value", compared.value());
    view.put("needs", compared.test().text());
    view.put("text", ExplanationWords.sentence(ExplanationWords.compared(compared)));
    return view;
  }

  private static Map<String, @Nullable Object> miss(DecisionTable table, Miss miss) {
    Map<String, @Nullable Object> view = row(table, miss.row());
    view.put("failed", miss.failed().stream().map(ExplanationWriter::failure).toList());
    view.put("ifMatched", miss.consequence().name());
    view.put("text", ExplanationWords.miss(miss));
    return view;
  }

  private static Map<String, @Nullable Object> failure(Failure failure) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("field", failure.column().field().name());
    view.put("value", failure.value());
    view.put("needs", failure.test().text());
    failure
        .gap()
        .ifPresent(gap -> {
          view.put("distance", gap.distance());
          view.put("side", gap.above() ? "OVER" : "SHORT");
        });
    view.put("text", ExplanationWords.sentence(ExplanationWords.failure(failure)));
    return view;
  }

  private static Map<String, @Nullable Object> guardrails(Explanation explanation) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    Explanation.Asked asked = explanation.asked();
    Map<String, @Nullable Object> before = new LinkedHashMap<>();
    asked.tier().ifPresent(tier -> before.put("tier", tier.name()));
    asked.mode().ifPresent(mode -> before.put("mode", mode.name()));
    before.put("actions", asked.actions().stream().map(Enum::name).toList());
    view.put("asked", before);
    ExplanationSummary.heldBack(explanation).ifPresent(text -> view.put("text", text));
    view.put(
        "applied", explanation.guardrails().stream().map(ExplanationWriter::guardrail).toList());
    return view;
  }

  private static Map<String, @Nullable Object> guardrail(Guardrail guardrail) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("rule", guardrail.rule());
    view.put("restraints", guardrail.restraints().stream().sorted().map(Enum::name).toList());
    view.put("reasons", guardrail.reasons().stream().map(each -> each.code().name()).toList());
    view.put("compared", guardrail.compared().stream().map(ExplanationWriter::compared).toList());
    view.put("text", ExplanationSummary.guardrail(guardrail));
    return view;
  }

  private static Map<String, @Nullable Object> compared(Comparison comparison) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("field", comparison.field());
    view.put("value", comparison.value());
    view.put("needs", comparison.needs());
    return view;
  }

  /// Where to go on from here.
  static Map<String, @Nullable Object> links(DecisionRow row) {
    String decision = "/v1/decisions/" + row.id();
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("decision", decision);
    view.put("replay", decision + "/replay");
    view.put("proof", decision + "/proof");
    view.put("ruleset", "/v1/rulesets/" + row.rulesetVersion());
    if (row.incidentId() != null) {
      view.put("incident", "/v1/decisions?incident=" + row.incidentId());
    }
    return view;
  }
}
