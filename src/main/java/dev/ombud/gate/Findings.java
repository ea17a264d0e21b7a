package dev.ombud.gate;

import dev.ombud.contract.Json;
import dev.ombud.domain.GateReason;
import dev.ombud.domain.GateVerdict;
import dev.ombud.gate.GateSignal.Role;
import dev.ombud.gate.GateSignal.Status;
import dev.ombud.gate.Weighed.Reason;
import dev.ombud.gate.Weighed.Theme;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a stored answer says, read once. Immutable.
record Findings(List<Reason> reasons, List<GateSignal> signals, List<Theme> themes) {
  Findings {
    reasons = List.copyOf(reasons);
    signals = List.copyOf(signals);
    themes = List.copyOf(themes);
  }

  static Findings of(GateEvaluation evaluation) {
    Map<String, @Nullable Object> parts = evaluation.parts();
    return new Findings(
        members(parts.get("reasons")).stream().map(Findings::reason).toList(),
        members(parts.get("signals")).stream().map(Findings::signal).toList(),
        members(parts.get("themes")).stream().map(Findings::theme).toList());
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
    return new Theme(Heard.of(members), Boolean.TRUE.equals(members.get("addressed")));
  }

  private static String text(Map<?, ?> members, String name) {
    return String.valueOf(members.get(name));
  }
}
