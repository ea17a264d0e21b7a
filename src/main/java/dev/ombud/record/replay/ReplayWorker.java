package dev.ombud.record.replay;

import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.record.decision.DecisionWatcher;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Replays a random share of the new decisions from what was committed of them, at most 60 a
/// minute, on a thread of its own that gives way to all others. Deciding never waits for it: where
/// too many are waiting, some are not replayed. Thread-safe.
public final class ReplayWorker implements DecisionWatcher, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReplayWorker.class);

  /// The actor of what it records.
  public static final String ACTOR = "service";

  /// At most so many wait.
  private static final int WAITING = 1_024;

  /// Between two replays.
  private static final Duration PACE = Duration.ofSeconds(1);

  private static final Duration STOPPING = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 500;

  private final Replays replays;
  private final double share;
  private final ArrayBlockingQueue<UUID> waiting = new ArrayBlockingQueue<>(WAITING);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;

  /// @param share of the new decisions, 0 to 1
  public ReplayWorker(Replays replays, double share) {
    this.replays = replays;
    this.share = share;
    this.thread = HeavyWork.thread("replays", this::run);
    thread.start();
  }

  @Override
  public void decided(Aggregate aggregate, Context context, Decision decision) {
    if (ThreadLocalRandom.current().nextDouble() < share) {
      boolean _ = waiting.offer(decision.decisionId());
    }
  }

  int waiting() {
    return waiting.size();
  }

  private void run() {
    try {
      while (stopping.getCount() > 0) {
        UUID id = waiting.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (id != null) {
          replay(id);
          boolean _ = stopping.await(PACE.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void replay(UUID id) {
    try {
      ReplayReport _ = replays.replay(id, ACTOR);
    } catch (ServiceException e) {
      log.warn("decision {} was not replayed: {}", id, e.detail());
    } catch (RuntimeException | Error e) {
      log.error("decision {} could not be replayed", id, e);
    }
  }

  /// Those that still wait are not replayed.
  @Override
  public void close() {
    stopping.countDown();
    try {
      if (!thread.join(STOPPING)) {
        log.warn("a replay did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
