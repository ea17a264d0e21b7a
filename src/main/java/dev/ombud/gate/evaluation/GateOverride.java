package dev.ombud.gate.evaluation;

import dev.ombud.decide.gate.GateJudgement.Reason;
import dev.ombud.ground.code.GateVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Lets one release through one gate for a while, against the reasons that the approver saw and no
/// others, and as long as they do not get much worse ([Worsening]). Immutable.
///
/// @param evaluationId what the approver saw
/// @param covers the reasons of that evaluation that keep the release back
/// @param until it holds before this, unless it was ended earlier
public record GateOverride(
    UUID id,
    UUID evaluationId,
    String gate,
    String product,
    String release,
    String approvedBy,
    String reason,
    List<String> covers,
    Instant placedAt,
    Instant until,
    Optional<Ended> ended) {

  public GateOverride {
    covers = List.copyOf(covers);
  }

  /// Who ended it before its time.
  public record Ended(Instant at, String by, String reason) {}

  /// Whether it holds at a moment.
  public boolean isInForce(Instant now) {
    return ended.isEmpty() && now.isBefore(until);
  }

  /// Whether a release that is kept back for these reasons gets through.
  boolean covers(List<Reason> reasons) {
    return covers.containsAll(holding(reasons));
  }

  /// The codes that keep a release back.
  static List<String> holding(List<Reason> reasons) {
    return reasons.stream()
        .filter(reason ->
            reason.verdict() == GateVerdict.BLOCK || reason.verdict() == GateVerdict.INSUFFICIENT)
        .map(reason -> reason.code().name())
        .distinct()
        .toList();
  }
}
