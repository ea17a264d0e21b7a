package dev.ombud.gate;

import dev.ombud.domain.Disposition;
import dev.ombud.domain.ReasonCode;
import dev.ombud.domain.Severity;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// One decision as a gate counts it. Immutable.
///
/// @param count complaints in its window
/// @param variant of the experiment that was asked for; nothing where it names none of it
record Complaint(
    UUID decision,
    String surface,
    String cluster,
    String cohort,
    Severity severity,
    boolean isDoubtful,
    boolean isTied,
    Optional<String> variant,
    Instant start,
    Instant end,
    long count,
    List<String> categories,
    List<String> evidence) {
  /// Without any of these, what is of the least severity is no trend: praise, or what is always
  /// said.
  private static final Set<String> TRENDS =
      Set.of(
          ReasonCode.SENTIMENT_SURGE.name(),
          ReasonCode.VOLUME_SPIKE.name(),
          ReasonCode.TELEMETRY_CONFIRMS.name(),
          ReasonCode.HIGH_VALUE_CUSTOMERS.name());

  private static final Set<String> DOUBTS =
      Set.of(ReasonCode.LOW_CONFIDENCE.name(), ReasonCode.LOW_TRUST_SOURCE.name());

  Complaint {
    categories = List.copyOf(categories);
    evidence = List.copyOf(evidence);
  }

  /// Whether a decision is about a complaint at all.
  ///
  /// @param reasons names of [ReasonCode]
  static boolean isTrend(Severity severity, Collection<String> reasons) {
    return severity != Severity.P4 || reasons.stream().anyMatch(TRENDS::contains);
  }

  /// Whether a person should look at a decision before anybody relies on it.
  static boolean isDoubtful(Disposition disposition, Collection<String> reasons) {
    return disposition == Disposition.QUARANTINE || reasons.stream().anyMatch(DOUBTS::contains);
  }

  boolean isHigh() {
    return severity.compareTo(Severity.P2) <= 0;
  }
}
