package dev.ombud.ground.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.DatabaseConfig.Login;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The service's way to PostgreSQL: migrated, partitioned, and pooled as a role that owns nothing.
///
/// Each class of work has connections of its own ([Pool]). Which of them a question takes is said
/// by the work and not by what asks: a store is made once, whoever uses it. Work says it once, at
/// its beginning ([#during]); what never does anything else is made with [#of]. Nobody who says
/// nothing takes others than those of [Pool#READING].
///
/// A lost server costs errors, never a restart: the pools find dead connections and open new ones.
/// No wait is without an end: [Pool] says how long for a connection, a lock and a statement.
/// Thread-safe.
public final class Database implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Database.class);
  private static final int OLDEST_SERVER = 18;
  private static final int PLACE_SECONDS = 2;
  static final long PREPARING = 7_226_839_016_403_573L;
  private static final String HOLDER =
      """
      select format('process %s since %s from %s, `select pg_terminate_backend(%1$s)`', a.pid,
        to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        coalesce(a.client_addr::text, 'the same machine'))
      from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.granted and l.classid::bigint = ? and l.objid::bigint = ?
        and l.database = (select oid from pg_database where datname = current_database())
      """;
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final DatabaseConfig config;
  private final Pools pools;
  private final Pool pool;
  private final HikariDataSource source;
  private final Jdbi jdbi;
  private final Optional<Semaphore> places;
  private final boolean isChosen;

  private Database(
      DatabaseConfig config, Pools pools, Pool pool, Optional<Semaphore> places, boolean isChosen) {
    this.config = config;
    this.pools = pools;
    this.pool = pool;
    this.source = pools.of(pool);
    this.jdbi = Rows.installIn(Jdbi.create(source));
    this.places = places;
    this.isChosen = isChosen;
  }

  /// Migrates, makes the partitions around `now` and opens the pools. Waits up to a minute for a
  /// server that is slow or not there yet.
  ///
  /// @return with the connections of the work that is under way
  /// @throws ServiceException where the server does not answer, the user lacks a right, or the
  ///   database is newer than the migrations; the message says what to do
  public static Database open(DatabaseConfig config, Path migrations, Instant now) {
    return open(config, migrations, now, StartBudget.USUAL);
  }

  static Database open(DatabaseConfig config, Path migrations, Instant now, Duration wait) {
    StartBudget budget = new StartBudget(wait);
    PGSimpleDataSource owner = Sessions.forOwner(config, budget);
    try (Connection connection = owner.getConnection()) {
      refuseOld(connection);
      lock(connection, budget);
      ServiceRole.ensure(connection, config);
      Migrations.run(owner, migrations);
      Partitions.ensure(connection, now);
    } catch (SQLException e) {
      throw unusable(config, config.migratingLogin(), budget, e);
    }
    // Migrating takes as long as it takes: that was no wait.
    StartBudget serving = new StartBudget(wait);
    try (Connection first = Sessions.forService(config, serving).getConnection()) {
      boolean _ = first.isValid(0);
    } catch (SQLException e) {
      throw unusable(config, config.user(), serving, e);
    }
    Pools pools = new Pools(config);
    try {
      pools.await(serving);
      return new Database(config, pools, Pool.READING, Optional.empty(), false);
    } catch (SQLException e) {
      pools.close();
      throw unusable(config, config.user(), serving, e);
    }
  }

  /// Why a session cannot be had, or cannot do what it is for.
  static ServiceException unusable(
      DatabaseConfig config, Login login, StartBudget budget, SQLException cause) {
    Trouble trouble = Trouble.of(cause).orElse(Trouble.FAILS);
    String what =
        switch (trouble) {
          case SILENT, BUSY, STARTING ->
              "does not answer, within %d s".formatted(budget.spent().toSeconds());
          case LOGIN_REFUSED, NO_RIGHT -> "cannot be used by `" + login + "`";
          case NO_DATABASE -> "is not there";
          case DISK_FULL, READ_ONLY, NO_CONNECTION_LEFT, DISK_FAILS, OUT_OF_RESOURCES, FAILS ->
              "cannot be used";
        };
    String advice =
        switch (trouble) {
          case SILENT, BUSY, STARTING ->
              "check that its server runs, and its address; a slow one has %d s"
                  .formatted(budget.all().toSeconds());
          case LOGIN_REFUSED, NO_RIGHT, NO_DATABASE -> "check its address, user and password";
          case DISK_FULL, READ_ONLY, NO_CONNECTION_LEFT, DISK_FAILS, OUT_OF_RESOURCES, FAILS ->
              trouble.sentence();
        };
    return new ServiceException(
        ErrorCode.DATABASE_UNAVAILABLE,
        "the database at `%s` %s: %s: %s"
            .formatted(config.place(), what, Migrations.oneLine(cause), advice));
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
  private static void lock(Connection connection, StartBudget budget) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (holds(statement)) {
        return;
      }
      log.warn("waiting for another instance that migrates the database: {}", holder(connection));
      statement.execute("set lock_timeout = " + Math.max(1_000, budget.left().toMillis()));
      statement.execute("select pg_advisory_lock(" + PREPARING + ")");
      statement.execute("reset lock_timeout");
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw new ServiceException(
            ErrorCode.DATABASE_UNAVAILABLE,
            "another instance still migrates the database after %d s: wait for its end, or, where it"
                    .formatted(budget.spent().toSeconds())
                + " is gone, end its session (%s), then start again".formatted(holder(connection)));
      }
      throw e;
    }
  }

  private static boolean holds(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("select pg_try_advisory_lock(" + PREPARING + ")")) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static String holder(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HOLDER)) {
      statement.setLong(1, PREPARING >>> Integer.SIZE);
      statement.setLong(2, PREPARING & 0xFFFF_FFFFL);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : "it ended just now";
      }
    }
  }

  /// The same database, always by the connections of one class of work. Costs nothing to make; only
  /// the one that was opened is closed.
  public Database of(Pool chosen) {
    return new Database(config, pools, chosen, Optional.empty(), true);
  }

  /// The same, for those who leave some of its connections to others, however many ask: they wait
  /// for each other and not for a connection, two seconds at most.
  public Database leaving(int connections) {
    int left = Math.max(1, pool.size(config.connections()) - connections);
    return new Database(config, pools, pool, Optional.of(new Semaphore(left, true)), true);
  }

  /// Does something: whatever is asked of the database meanwhile, by this thread, takes these
  /// connections, but for what is made for others. Threads that it starts know nothing of it.
  public <T, X extends Throwable> T during(ScopedValue.CallableOp<T, X> work) throws X {
    return ScopedValue.where(pools.underWay(), this).call(work);
  }

  /// The same, for what has no result.
  public void run(Runnable work) {
    ScopedValue.where(pools.underWay(), this).run(work);
  }

  private Database current() {
    return isChosen ? this : pools.underWay().orElse(this);
  }

  public Jdbi jdbi() {
    return current().jdbi;
  }

  /// Asks the database.
  ///
  /// @throws ServiceException DATABASE_UNAVAILABLE; OVERLOADED where it is one that leaves some
  public <T> T ask(HandleCallback<T, RuntimeException> question) {
    Database way = current();
    return way.answered(() -> way.jdbi.withHandle(question));
  }

  /// Changes something, all of it or nothing.
  ///
  /// @throws ServiceException DATABASE_UNAVAILABLE; then the change may have been made or not;
  ///   OVERLOADED where it is one that leaves some
  public <T> T change(HandleCallback<T, RuntimeException> change) {
    Database way = current();
    return way.answered(() -> way.jdbi.inTransaction(change));
  }

  private <T> T answered(Supplier<T> work) {
    places.ifPresent(Database::enter);
    try {
      return work.get();
    } catch (JdbiException e) {
      throw Trouble.unavailable(e, "ask the same again in a second")
          .<RuntimeException>map(known -> known)
          .orElse(e);
    } finally {
      places.ifPresent(Semaphore::release);
    }
  }

  private static void enter(Semaphore places) {
    try {
      if (places.tryAcquire(PLACE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new ServiceException(
        ErrorCode.OVERLOADED,
        "too many ask the database for the same at this moment: ask the same again in a second");
  }

  /// The pool itself, for what Jdbi has no words for (COPY).
  public DataSource dataSource() {
    return current().source;
  }

  /// A connection of the pool, also where one can be had only after a while: all are in use, or the
  /// server is slow, full or starting. Where nobody is there at all, or the login is refused, it
  /// waits no longer than usual.
  ///
  /// @param until a value of `System.nanoTime()`; at least one wait of the usual length is made
  public Connection connection(long until) throws SQLException {
    while (true) {
      try {
        return current().source.getConnection();
      } catch (SQLException e) {
        if (System.nanoTime() - until >= 0 || Trouble.isRefused(e) || !Trouble.mayPass(e)) {
          throw e;
        }
      }
    }
  }

  /// A session outside of all pools, for what holds it for as long as the service runs. The caller
  /// closes it.
  Connection session() throws SQLException {
    return Sessions.forService(config, Pool.UPKEEP).getConnection();
  }

  /// How many connections are handed out at this moment, of all pools.
  public int activeConnections() {
    return pools.all().stream()
        .mapToInt(each -> each.getHikariPoolMXBean().getActiveConnections())
        .sum();
  }

  /// Closes the connections of all pools.
  @Override
  public void close() {
    pools.close();
  }
}
