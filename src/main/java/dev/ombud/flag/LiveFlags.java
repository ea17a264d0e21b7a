package dev.ombud.flag;

import dev.ombud.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All flags in memory, as this instance serves them: a change is heard at once (PostgreSQL's
/// NOTIFY), and looked for several times a second besides. While the database is away, the last
/// ones go on being served. Holds one connection. Thread-safe.
public final class LiveFlags implements Supplier<FlagSet>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LiveFlags.class);
  private static final int POLL_MILLIS = 300;

  private final Database database;
  private final FlagStore store;
  private final Thread follower;
  private volatile FlagSet flags;
  private volatile boolean stopping;

  public LiveFlags(Database database) {
    this.database = database;
    this.store = new FlagStore(database);
    this.flags = store.load();
    this.follower = Thread.ofPlatform().daemon().name("live-flags").start(this::follow);
  }

  @Override
  public FlagSet get() {
    return flags;
  }

  /// Reads them now, if anything changed.
  synchronized void look() {
    if (store.revision() != flags.revision()) {
      flags = store.load();
    }
  }

  private void follow() {
    boolean reported = false;
    while (!stopping) {
      try (Connection connection = database.dataSource().getConnection()) {
        FlagStore.listen(connection);
        try {
          while (!stopping) {
            look();
            reported = false;
            FlagStore.await(connection, POLL_MILLIS);
          }
        } finally {
          FlagStore.listenNoMore(connection);
        }
      } catch (SQLException | RuntimeException e) {
        if (!reported) {
          log.warn("cannot look for changed flags, serving the last ones: {}", e.getMessage());
        }
        reported = true;
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Follows no more; [#get] goes on answering.
  @Override
  public void close() {
    stopping = true;
    try {
      follower.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
