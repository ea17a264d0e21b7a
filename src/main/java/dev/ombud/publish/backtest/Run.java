package dev.ombud.publish.backtest;

import dev.ombud.publish.backtest.Backtest.State;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// One backtest under way on this instance: how far it is, and whether it is to stop. Thread-safe.
final class Run {
  private static final long UNKNOWN = -1;

  private final UUID id;
  private final Plan plan;
  private final LongAdder judged = new LongAdder();
  private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
  private volatile long total = UNKNOWN;

  Run(UUID id, Plan plan) {
    this.id = id;
    this.plan = plan;
  }

  /// Why it ends before its end.
  ///
  /// @param reason with the remedy; says nothing where somebody asked for it
  record Stop(State state, @Nullable String reason) {
    static final Stop CANCELLED = new Stop(State.CANCELLED, null);

    static Stop failed(String reason) {
      return new Stop(State.FAILED, reason);
    }
  }

  UUID id() {
    return id;
  }

  Plan plan() {
    return plan;
  }

  /// The first reason stands.
  void stop(Stop reason) {
    stop.compareAndSet(null, reason);
  }

  @Nullable Stop stopped() {
    return stop.get();
  }

  boolean isStopped() {
    return stop.get() != null;
  }

  void counted(long decisions) {
    total = decisions;
  }

  OptionalLong total() {
    long known = total;
    return known == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(known);
  }

  void judged(int more) {
    judged.add(more);
  }

  long judged() {
    return judged.sum();
  }
}
