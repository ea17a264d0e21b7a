package dev.ombud.door.actapi;

import dev.ombud.gate.evaluation.GateEvaluation;
import dev.ombud.gate.evaluation.GateOverride;
import dev.ombud.gate.evaluation.Gates;
import dev.ombud.ground.contract.Withholding;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Evaluations and overrides of gates as callers see them. Stateless.
final class GateView {
  private GateView() {}

  /// All of it, but for what was sent and heard, which [#of] adds.
  static Map<String, @Nullable Object> brief(GateEvaluation evaluation) {
    return brief(evaluation, evaluation.parts());
  }

  private static Map<String, @Nullable Object> brief(
      GateEvaluation evaluation, Map<String, @Nullable Object> parts) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("evaluationId", evaluation.id().toString());
    view.put("evaluatedAt", evaluation.at().toString());
    view.put("gate", evaluation.gate());
    view.put("product", evaluation.product());
    view.put("release", evaluation.release());
    view.put("stage", evaluation.stage().name());
    view.put("verdict", evaluation.verdict().name());
    view.put("safeToPromote", evaluation.isSafe());
    view.put("override", evaluation.override().map(GateView::of).orElse(null));
    view.put("reasons", parts.get("reasons"));
    view.put("caller", evaluation.caller());
    return view;
  }

  /// @param isUninformed whether evidence is withheld
  static Map<String, @Nullable Object> of(GateEvaluation evaluation, boolean isUninformed) {
    Map<String, @Nullable Object> parts = evaluation.parts();
    Map<String, @Nullable Object> view = brief(evaluation, parts);
    for (String name :
        List.of("signals", "action", "variant", "themes", "decisions", "rows", "nearMisses")) {
      view.put(name, shown(parts.get(name), isUninformed));
    }
    view.put("request", Json.read(evaluation.request().getBytes(StandardCharsets.UTF_8)));
    view.put(
        "ruleset",
        Map.of("version", evaluation.ruleset().version(), "digest", evaluation.ruleset().digest()));
    view.put("engineVersion", evaluation.engineVersion());
    view.put("traceId", evaluation.traceId());
    view.put("digest", evaluation.digestText());
    return view;
  }

  private static @Nullable Object shown(@Nullable Object part, boolean isUninformed) {
    return isUninformed ? Withholding.withoutEvidence(part) : part;
  }

  static Map<String, @Nullable Object> of(Gates.Replayed replayed, boolean isUninformed) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("evaluationId", replayed.evaluation().id().toString());
    view.put("rulesetVersion", replayed.evaluation().ruleset().version());
    view.put("same", replayed.difference().isEmpty());
    view.put("firstDifference", replayed.difference().orElse(null));
    Object answer = Json.read(replayed.answer().getBytes(StandardCharsets.UTF_8));
    view.put("answer", shown(answer, isUninformed));
    return view;
  }

  static Map<String, @Nullable Object> of(GateOverride override) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("overrideId", override.id().toString());
    view.put("evaluationId", override.evaluationId().toString());
    view.put("gate", override.gate());
    view.put("product", override.product());
    view.put("release", override.release());
    view.put("approvedBy", override.approvedBy());
    view.put("reason", override.reason());
    view.put("covers", override.covers());
    view.put("placedAt", override.placedAt().toString());
    view.put("until", override.until().toString());
    view.put("endedAt", override.ended().map(ended -> ended.at().toString()).orElse(null));
    view.put("endedBy", override.ended().map(GateOverride.Ended::by).orElse(null));
    view.put("endReason", override.ended().map(GateOverride.Ended::reason).orElse(null));
    return view;
  }

  /// For people who read a log of a pipeline, and for tools that read the first line.
  static String plain(GateEvaluation evaluation) {
    StringBuilder text = new StringBuilder();
    text.append(evaluation.verdict()).append('\n');
    text.append(
        "%s %s at gate %s: %s\n"
            .formatted(
                evaluation.product(),
                evaluation.release(),
                evaluation.gate(),
                evaluation.isSafe() ? "safe to promote" : "do not promote"));
    evaluation
        .override()
        .ifPresent(override ->
            text.append(
                "overridden by %s until %s: %s\n"
                    .formatted(
                        override.approvedBy(), override.until(), oneLine(override.reason()))));
    evaluation.reasons().forEach(reason -> text.append(reason).append('\n'));
    return text.append("evaluation ").append(evaluation.id()).append('\n').toString();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
