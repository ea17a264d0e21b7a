package dev.ombud.ground.database;

import java.time.Duration;

/// The time that a start, or a command, gives to a database that is slow or not there yet. Runs
/// from the moment that it is made. Immutable.
final class StartBudget {
  /// A server that recovers, and a machine under load, take less.
  static final Duration USUAL = Duration.ofSeconds(60);

  private final Duration all;
  private final long begun = System.nanoTime();

  StartBudget(Duration all) {
    this.all = all;
  }

  Duration all() {
    return all;
  }

  Duration spent() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /// Never negative.
  Duration left() {
    Duration left = all.minus(spent());
    return left.isNegative() ? Duration.ZERO : left;
  }
}
