package dev.ombud.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what gives no signal: another process, a socket, a row. Where there is a signal, wait
/// for that.
public final class Condition {
  private static final long PAUSE_NANOS = 10_000_000;

  /// Limits are said for a machine at rest; tests run beside each other on one that may be slow.
  private static final int PATIENCE = 4;

  private Condition() {}

  /// @param limit on a machine at rest
  /// @param what for the failure, for example `the service is ready`
  /// @throws AssertionError where it does not come to hold in time
  public static void await(Duration limit, String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + limit.toNanos() * PATIENCE;
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            "not within " + PATIENCE + " times " + limit.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
