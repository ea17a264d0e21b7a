package dev.ombud.ground.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks whenever somebody says over PostgreSQL's `NOTIFY` that something changed, and every so
/// many milliseconds besides: a message that is lost with its connection delays a change and loses
/// none. Holds one session, outside of all pools, and one thread; a failed look is repeated.
/// Thread-safe.
public final class NotifyLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NotifyLoop.class);
  private static final Duration MAX_END = Duration.ofSeconds(5);

  private final Database database;
  private final String channel;
  private final int pollMillis;
  private final Runnable look;
  private final Thread follower;
  private volatile boolean stopping;

  /// Belongs to the follower.
  private boolean reported;

  /// Begins at once.
  ///
  /// @param channel an SQL identifier
  public NotifyLoop(Database database, String channel, int pollMillis, Runnable look) {
    this.database = database;
    this.channel = channel;
    this.pollMillis = pollMillis;
    this.look = look;
    this.follower = Thread.ofPlatform().daemon().name("listens-" + channel).start(this::follow);
  }

  private void follow() {
    while (!stopping) {
      try (Connection connection = database.session()) {
        execute(connection, "listen " + channel);
        while (!stopping) {
          look();
          var _ = connection.unwrap(PGConnection.class).getNotifications(pollMillis);
        }
      } catch (SQLException | RuntimeException | Error e) {
        report(e);
        // Whatever keeps the session away keeps no look away.
        look();
        pause();
      }
    }
  }

  private void look() {
    try {
      look.run();
      reported = false;
    } catch (RuntimeException | Error e) {
      report(e);
    }
  }

  private void report(Throwable failure) {
    if (!reported) {
      log.warn("cannot look for changes on `{}`, trying on: {}", channel, failure.getMessage());
    }
    reported = true;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void pause() {
    try {
      Thread.sleep(pollMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Looks no more once it returns, or five seconds later.
  @Override
  public void close() {
    stopping = true;
    try {
      follower.join(MAX_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
