package dev.ombud.act.outbox;

import java.util.concurrent.Semaphore;

/// Says that something is due, so that nobody waits for the next look. Who makes it due knows
/// nothing of who carries it out, and is made before. Thread-safe.
public final class DueSignal {
  private final Semaphore raised = new Semaphore(0);

  /// To be told after the commit of what is due.
  public void raise() {
    raised.release();
  }

  /// Waits for it; however often it was raised since the last time, that counts once.
  void await() throws InterruptedException {
    raised.acquire();
    raised.drainPermits();
  }
}
