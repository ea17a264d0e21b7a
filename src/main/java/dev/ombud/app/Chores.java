package dev.ombud.app;

import dev.ombud.database.Partitions;
import dev.ombud.decision.DecisionPipeline;
import dev.ombud.inquiry.Archives;
import dev.ombud.inquiry.FacetCount;
import dev.ombud.ruleset.Shadows;
import dev.ombud.web.TokenStore;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has to be done now and then: partitions made ahead, tokens read anew, the record checked. A
/// chore that fails is logged and tried again at its next turn. Thread-safe.
final class Chores implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Chores.class);
  private static final int SECONDS_BETWEEN_LOOKS = 5;
  private static final int SECONDS_BETWEEN_PARTITIONS = 3600;
  private static final int SECONDS_BETWEEN_SHADOWS = 1;
  private static final int SECONDS_BETWEEN_ARCHIVES = 3600;
  private static final int SECONDS_BETWEEN_COUNTS = 2;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("chores").factory());

  /// For what may take minutes, so that nothing else waits for it.
  private final ScheduledExecutorService slowTimer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("slow-chores").factory());

  Chores(
      Partitions partitions,
      TokenStore tokens,
      DecisionPipeline pipeline,
      Shadows shadows,
      Archives archives,
      FacetCount counts,
      Clock clock) {
    every(SECONDS_BETWEEN_PARTITIONS, "partitions", () -> partitions.ensure(clock.instant()));
    every(SECONDS_BETWEEN_LOOKS, "tokens", tokens::reload);
    every(SECONDS_BETWEEN_SHADOWS, "shadows", shadows::look);
    every(SECONDS_BETWEEN_COUNTS, "counts", counts::keep);
    every(SECONDS_BETWEEN_LOOKS, "record check", pipeline::checkRecord);
    every(slowTimer, SECONDS_BETWEEN_ARCHIVES, "archives", archives::run);
  }

  @FunctionalInterface
  private interface Chore {
    void run() throws Exception;
  }

  private void every(int seconds, String name, Chore chore) {
    every(timer, seconds, name, chore);
  }

  private static void every(ScheduledExecutorService timer, int seconds, String name, Chore chore) {
    ScheduledFuture<?> _ =
        timer.scheduleWithFixedDelay(
            () -> attempt(name, chore), seconds, seconds, TimeUnit.SECONDS);
  }

  private static void attempt(String name, Chore chore) {
    try {
      chore.run();
    } catch (Exception e) {
      log.warn("chore `{}` failed, it is tried again: {}", name, e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    slowTimer.shutdownNow();
  }
}
