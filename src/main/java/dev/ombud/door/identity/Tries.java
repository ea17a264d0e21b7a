package dev.ombud.door.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// How many sign-ins may fail: ten within a minute from one address. Addresses are remembered up to
/// ten thousand, the oldest forgotten first, so that nobody fills the memory. Thread-safe.
public final class Tries {
  static final int MAX_TRIES = 10;
  static final Duration WITHIN = Duration.ofMinutes(1);
  static final int MAX_ADDRESSES = 10_000;

  private record Failed(int count, Instant since) {}

  private final Clock clock;
  private final Map<String, Failed> failed = new LinkedHashMap<>();

  public Tries(Clock clock) {
    this.clock = clock;
  }

  /// Whether an address may try once more.
  public synchronized boolean mayTry(String address) {
    Failed before = failed.get(address);
    return before == null
        || before.count() < MAX_TRIES
        || !before.since().plus(WITHIN).isAfter(clock.instant());
  }

  /// Counts a sign-in that failed.
  public synchronized void fail(String address) {
    Instant now = clock.instant();
    Failed before = failed.remove(address);
    if (before == null || !before.since().plus(WITHIN).isAfter(now)) {
      failed.put(address, new Failed(1, now));
    } else {
      failed.put(address, new Failed(before.count() + 1, before.since()));
    }
    if (failed.size() > MAX_ADDRESSES) {
      failed.remove(failed.keySet().iterator().next());
    }
  }
}
