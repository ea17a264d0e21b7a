package dev.ombud.gate;

import dev.ombud.domain.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
  Complaint {
    categories = List.copyOf(categories);
    evidence = List.copyOf(evidence);
  }

  boolean isHigh() {
    return severity.compareTo(Severity.P2) <= 0;
  }
}
