package dev.ombud.door.console;

import java.time.Duration;

/// Tells those who wait that something is new. Thread-safe.
public interface Bell {
  /// How often it has rung.
  long round();

  /// Waits until it rings after a round, the time is over, or it is closed.
  ///
  /// @return the round now
  long await(long round, Duration most) throws InterruptedException;

  /// Whether it will never ring again.
  boolean isClosed();
}
