package dev.ombud.act.brief;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/// Leaves an endpoint alone that fails: after some failures in a row for a while that doubles up to
/// half an hour, and for as long as it asks to be. One answer ends it. Thread-safe.
final class Pause {
  private static final Set<FallbackReason> OUTAGES =
      EnumSet.of(FallbackReason.UNAVAILABLE, FallbackReason.TIMED_OUT, FallbackReason.NOT_TAKEN);
  private static final int FAILURES_BEFORE = 3;
  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration MAX_PAUSE = Duration.ofMinutes(30);

  private int failures;
  private Instant until = Instant.MIN;

  synchronized boolean holds(Instant now) {
    return now.isBefore(until);
  }

  /// Takes note of how a call ended.
  synchronized void note(BriefWriter.Written written, Instant now) {
    if (written.call().isEmpty()) {
      return;
    }
    written.rest().map(now::plus).filter(end -> end.isAfter(until)).ifPresent(end -> until = end);
    if (!OUTAGES.contains(written.why())) {
      failures = 0;
      return;
    }
    failures++;
    if (failures >= FAILURES_BEFORE) {
      int doublings = Math.min(failures - FAILURES_BEFORE, 10);
      Duration pause = FIRST.multipliedBy(1L << doublings);
      until = now.plus(pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause);
    }
  }
}
