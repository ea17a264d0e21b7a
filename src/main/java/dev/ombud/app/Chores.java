package dev.ombud.app;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has to be done now and then: partitions made ahead, tokens read anew, the record checked,
/// what is old retired. A chore that fails, in whatever way, is logged and tried again at its next
/// turn. Thread-safe.
final class Chores implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Chores.class);

  /// So that one that takes its time, as archiving does, keeps no other waiting.
  private static final int THREADS = 4;

  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("chores-", 0).factory());

  /// One thing to do.
  @FunctionalInterface
  interface Chore {
    void run() throws Exception;
  }

  /// Does something so many seconds after it was done last; never twice at once.
  Chores every(int seconds, String name, Chore chore) {
    ScheduledFuture<?> _ =
        timer.scheduleWithFixedDelay(
            () -> attempt(name, chore), seconds, seconds, TimeUnit.SECONDS);
    return this;
  }

  private static void attempt(String name, Chore chore) {
    try {
      chore.run();
    } catch (Exception | Error e) {
      log.warn("chore `{}` failed, it is tried again: {}", name, e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
