package dev.ombud.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.ombud.database.DatabaseConfig.Login;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.ds.PGSimpleDataSource;

/// The service's way to PostgreSQL: migrated, partitioned, and pooled as a role that owns nothing.
///
/// A lost server costs errors, never a restart: the pool finds dead connections and opens new ones.
/// No wait is without an end: two seconds for a connection, five for a lock, twenty for a
/// statement. Thread-safe.
public final class Database implements AutoCloseable {
  private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(2);
  private static final String CONNECTION_FAILURES = "08";
  private static final int OLDEST_SERVER = 18;
  private static final long PREPARING = 7_226_839_016_403_573L;
  private static final int IDLE_CONNECTIONS = 2;
  private static final int REACHABLE_WITHIN_SECONDS = 2;

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /// Migrates, makes the partitions around `now` and opens the pool.
  ///
  /// @throws ServiceException where the server does not answer, the user lacks a right, or the
  ///   database is newer than the migrations; the message says what to do
  public static Database open(DatabaseConfig config, Path migrations, Instant now) {
    PGSimpleDataSource owner = Sessions.forOwner(config);
    try (Connection connection = owner.getConnection()) {
      refuseOld(connection);
      lock(connection);
      ServiceRole.ensure(connection, config);
      Migrations.run(owner, migrations);
      Partitions.ensure(connection, now);
    } catch (SQLException e) {
      throw unusable(config, config.migratingLogin(), e);
    }
    try {
      return new Database(pool(config));
    } catch (HikariPool.PoolInitializationException e) {
      throw unusable(config, config.user(), e.getCause() == null ? e : e.getCause());
    }
  }

  private static ServiceException unusable(DatabaseConfig config, Login login, Throwable cause) {
    boolean isSilent =
        cause instanceof SQLException error
            && String.valueOf(error.getSQLState()).startsWith(CONNECTION_FAILURES);
    return new ServiceException(
        ErrorCode.DATABASE_UNAVAILABLE,
        "the database at `%s` %s: %s: check its address, user and password"
            .formatted(
                config.place(),
                isSilent ? "does not answer" : "cannot be used by `" + login + "`",
                Migrations.oneLine(cause)));
  }

  private static void refuseOld(Connection connection) throws SQLException {
    int version = connection.getMetaData().getDatabaseMajorVersion();
    if (version < OLDEST_SERVER) {
      throw new ServiceException(
          ErrorCode.DATABASE_UNAVAILABLE,
          "the database server is PostgreSQL " + version + ": use " + OLDEST_SERVER + " or newer");
    }
  }

  /// Two instances that start at once take turns; the end of the session releases the lock.
  private static void lock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_lock(" + PREPARING + ")");
    }
  }

  private static HikariDataSource pool(DatabaseConfig config) {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("ombud");
    hikari.setDataSource(Sessions.forService(config));
    hikari.setMaximumPoolSize(config.poolSize());
    hikari.setMinimumIdle(Math.min(IDLE_CONNECTIONS, config.poolSize()));
    hikari.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
    hikari.setValidationTimeout(WAIT_FOR_CONNECTION.toMillis() / 2);
    return new HikariDataSource(hikari);
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  /// Asks the database.
  ///
  /// @throws ServiceException DATABASE_UNAVAILABLE
  public <T> T ask(HandleCallback<T, RuntimeException> question) {
    return answered(() -> jdbi.withHandle(question));
  }

  /// Changes something, all of it or nothing.
  ///
  /// @throws ServiceException DATABASE_UNAVAILABLE; then the change may have been made or not
  public <T> T change(HandleCallback<T, RuntimeException> change) {
    return answered(() -> jdbi.inTransaction(change));
  }

  private static <T> T answered(Supplier<T> work) {
    try {
      return work.get();
    } catch (JdbiException e) {
      if (Outage.caused(e)) {
        throw new ServiceException(
            ErrorCode.DATABASE_UNAVAILABLE,
            "the database does not answer: ask the same again in a second");
      }
      throw e;
    }
  }

  /// The pool itself, for what Jdbi has no words for (COPY).
  public DataSource dataSource() {
    return pool;
  }

  /// Whether a connection can be had and answers. Takes up to four seconds where it cannot.
  public boolean isReachable() {
    try (Connection connection = pool.getConnection()) {
      return connection.isValid(REACHABLE_WITHIN_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  /// How many connections are handed out at this moment.
  public int activeConnections() {
    return pool.getHikariPoolMXBean().getActiveConnections();
  }

  @Override
  public void close() {
    pool.close();
  }
}
