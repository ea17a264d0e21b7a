package dev.ombud.record.log;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.record.log.Job.State;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A job on the side of whoever does it: says how far it is, and learns that nobody wants it any
/// more. Belongs to one thread.
public final class RunningJob {
  private static final long PAUSE_NANOS = 1_000_000_000;

  private final JobStore store;
  private final UUID id;
  private long saidAt = System.nanoTime() - PAUSE_NANOS;
  private long done;
  private boolean isCancelled;

  RunningJob(JobStore store, UUID id) {
    this.store = store;
    this.id = id;
  }

  /// To be called often; goes on record about once a second.
  ///
  /// @throws ServiceException WRONG_STATE where somebody cancelled it; DATABASE_UNAVAILABLE
  public void at(long done, double share) {
    this.done = done;
    long now = System.nanoTime();
    if (now - saidAt < PAUSE_NANOS) {
      return;
    }
    saidAt = now;
    store
        .beat(id, done, share)
        .ifPresent(who -> {
          isCancelled = true;
          throw new ServiceException(
              ErrorCode.WRONG_STATE, "it was cancelled by `" + who + "`: start another one");
        });
  }

  /// The whole is done.
  ///
  /// @param result what it found, where that is not kept elsewhere
  public void finish(long done, @Nullable String result) {
    store.end(id, State.DONE, done, null, result);
  }

  /// It ended before its end: it was cancelled, or else it failed.
  ///
  /// @param reason with the remedy
  public void breakOff(String reason) {
    if (isCancelled) {
      store.end(id, State.CANCELLED, done, null, null);
    } else {
      store.end(id, State.FAILED, done, reason, null);
    }
  }
}
