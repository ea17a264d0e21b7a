package dev.ombud.door.start;

import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.Pool;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has to be done now and then: partitions made ahead, tokens read anew, the record checked,
/// what is old retired. A chore that fails, in whatever way, is logged and tried again at its next
/// turn. Each has a thread, so that one that takes its time, or waits for a connection, keeps no
/// other waiting. Thread-safe.
final class Chores implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Chores.class);

  private final Database database;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(0, Thread.ofPlatform().daemon().name("chores-", 0).factory());

  Chores(Database database) {
    this.database = database;
  }

  /// One thing to do.
  @FunctionalInterface
  interface Chore {
    void run() throws Exception;
  }

  /// Does something so many seconds after it was done last; never twice at once.
  ///
  /// @param work whose connections it takes
  synchronized Chores every(int seconds, Pool work, String name, Chore chore) {
    ScheduledFuture<?> _ =
        timer.scheduleWithFixedDelay(turn(work, name, chore), seconds, seconds, TimeUnit.SECONDS);
    return this;
  }

  /// Does something once, so many seconds after the start; where it fails, that is all.
  ///
  /// @param work whose connections it takes
  synchronized Chores once(int seconds, Pool work, String name, Chore chore) {
    ScheduledFuture<?> _ = timer.schedule(turn(work, name, chore), seconds, TimeUnit.SECONDS);
    return this;
  }

  /// With a thread more for it.
  private Runnable turn(Pool work, String name, Chore chore) {
    Database way = database.of(work);
    timer.setCorePoolSize(timer.getCorePoolSize() + 1);
    return () -> way.run(() -> attempt(name, chore));
  }

  private static void attempt(String name, Chore chore) {
    try {
      chore.run();
    } catch (Exception | Error e) {
      log.warn("chore `{}` failed, its next turn tries again: {}", name, e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
