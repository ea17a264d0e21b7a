package dev.ombud.decide.gate;

import java.util.Locale;
import java.util.Map;

/// One thing that a gate looked at. Immutable.
///
/// @param name for example `complaints` or `telemetry.errorRate`
/// @param detail what was found, with its numbers
public record GateSignal(String name, Role role, Status status, String detail) {

  /// How much weight it bears.
  public enum Role {
    /// Technical evidence, which holds a release by itself.
    GUARDRAIL,
    /// What customers say, which is heard and weighed.
    SIGNAL
  }

  /// How it stands.
  public enum Status {
    FAILING,
    WITHIN,
    INSUFFICIENT,
    MISSING,
    BROKEN,
    STALE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Map<String, Object> members() {
    return Map.of(
        "name",
        name,
        "role",
        role.name().toLowerCase(Locale.ROOT),
        "status",
        status.word(),
        "detail",
        detail);
  }
}
