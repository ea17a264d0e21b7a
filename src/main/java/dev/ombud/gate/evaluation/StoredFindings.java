package dev.ombud.gate.evaluation;

import dev.ombud.decide.gate.Feedback;
import dev.ombud.decide.gate.GateJudgement.Reason;
import dev.ombud.decide.gate.GateJudgement.Theme;
import dev.ombud.decide.gate.GateSignal;
import dev.ombud.decide.gate.GateSignal.Role;
import dev.ombud.decide.gate.GateSignal.Status;
import dev.ombud.ground.code.GateReason;
import dev.ombud.ground.code.GateVerdict;
import dev.ombud.ground.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a stored answer says, read once. Immutable.
record StoredFindings(List<Reason> reasons, List<GateSignal> signals, List<Theme> themes) {
  StoredFindings {
    reasons = List.copyOf(reasons);
    signals = List.copyOf(signals);
    themes = List.copyOf(themes);
  }

  static StoredFindings of(GateEvaluation evaluation) {
    Map<String, @Nullable Object> parts = evaluation.parts();
    return new StoredFindings(
        members(parts.get("reasons")).stream().map(StoredFindings::reason).toList(),
        members(parts.get("signals")).stream().map(StoredFindings::signal).toList(),
        members(parts.get("themes")).stream().map(StoredFindings::theme).toList());
  }

  private static List<Map<?, ?>> members(@Nullable Object part) {
    return part instanceof List<?> items
        ? items.stream().<Map<?, ?>>map(Json::members).toList()
        : List.of();
  }

  private static Reason reason(Map<?, ?> members) {
    return new Reason(
        GateReason.valueOf(text(members, "code")),
        GateVerdict.valueOf(text(members, "verdict")),
        text(members, "row"),
        text(members, "detail").replaceAll("\\s+", " "));
  }

  private static GateSignal signal(Map<?, ?> members) {
    return new GateSignal(
        text(members, "name"),
        Role.valueOf(text(members, "role").toUpperCase(Locale.ROOT)),
        Status.valueOf(text(members, "status").toUpperCase(Locale.ROOT)),
        text(members, "detail"));
  }

  private static Theme theme(Map<?, ?> members) {
    return new Theme(Feedback.of(members), Boolean.TRUE.equals(members.get("addressed")));
  }

  private static String text(Map<?, ?> members, String name) {
    return String.valueOf(members.get(name));
  }
}
