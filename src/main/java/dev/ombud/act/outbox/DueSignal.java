package dev.ombud.act.outbox;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Says that something is due, so that nobody waits for the next look. Who makes it due knows
/// nothing of who carries it out, and is made before. Thread-safe.
public final class DueSignal {
  private final Semaphore raised = new Semaphore(0);

  /// To be told after the commit of what is due.
  public void raise() {
    raised.release();
  }

  /// Waits for it, and no longer than for a while; however often it was raised since the last time,
  /// that counts once.
  void await(Duration longest) throws InterruptedException {
    if (raised.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
      raised.drainPermits();
    }
  }
}
