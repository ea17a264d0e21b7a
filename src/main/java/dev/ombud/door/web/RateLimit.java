package dev.ombud.door.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// A token bucket a name, refilled steadily and as deep as one second's rate.
///
/// Kept as the time at which the bucket would be full again, so that one number a name says it all.
/// Names whose buckets are full again are forgotten when there are many. Thread-safe.
final class RateLimit {
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final int MAX_NAMES = 10_000;

  private final Map<String, AtomicLong> fullAt = new ConcurrentHashMap<>();
  private final long intervalNanos;
  private final LongSupplier nanoTime;

  RateLimit(int requestsPerSecond, LongSupplier nanoTime) {
    this.intervalNanos = SECOND_NANOS / requestsPerSecond;
    this.nanoTime = nanoTime;
  }

  /// Takes one from the name's bucket, or says that it is empty.
  boolean take(String name) {
    long now = nanoTime.getAsLong();
    if (fullAt.size() >= MAX_NAMES) {
      fullAt.values().removeIf(full -> full.get() - now <= 0);
    }
    AtomicLong full = fullAt.computeIfAbsent(name, each -> new AtomicLong(now));
    while (true) {
      long before = full.get();
      long after = (before - now > 0 ? before : now) + intervalNanos;
      if (after - now > SECOND_NANOS) {
        return false;
      }
      if (full.compareAndSet(before, after)) {
        return true;
      }
    }
  }
}
