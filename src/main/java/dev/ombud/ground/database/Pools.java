package dev.ombud.ground.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections of a service: a pool for each class of work, and none borrows of another.
/// Thread-safe.
final class Pools implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Pools.class);

  /// The pool begins without a connection and opens the first in the background.
  private static final long WITHOUT_A_CHECK = -1;

  private final Map<Pool, HikariDataSource> pools = new EnumMap<>(Pool.class);

  /// Of each database its own: work of one service says nothing to another in the same process.
  private final ScopedValue<Database> underWay = ScopedValue.newInstance();

  Pools(DatabaseConfig config) {
    for (Pool pool : Pool.values()) {
      pools.put(pool, open(config, pool));
    }
  }

  private static HikariDataSource open(DatabaseConfig config, Pool pool) {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName(pool.applicationName());
    hikari.setDataSource(Sessions.forService(config, pool));
    hikari.setMaximumPoolSize(pool.size(config.connections()));
    hikari.setMinimumIdle(pool.idle());
    hikari.setConnectionTimeout(pool.waitLimit().toMillis());
    hikari.setValidationTimeout(pool.waitLimit().toMillis() / 2);
    hikari.setInitializationFailTimeout(WITHOUT_A_CHECK);
    return new HikariDataSource(hikari);
  }

  /// Waits until each has a connection: what a start does next gives a slow server no time.
  void await(StartBudget budget) throws SQLException {
    for (HikariDataSource source : pools.values()) {
      await(source, budget);
    }
  }

  private static void await(HikariDataSource source, StartBudget budget) throws SQLException {
    while (true) {
      try (Connection first = source.getConnection()) {
        boolean _ = first.isValid(0);
        return;
      } catch (SQLException e) {
        if (!Trouble.mayPass(e) || budget.left().isZero()) {
          throw e;
        }
        log.warn(
            "waiting for a first connection of `{}`, {} s of {}: {}",
            source.getPoolName(),
            budget.spent().toSeconds(),
            budget.all().toSeconds(),
            Migrations.oneLine(e));
      }
    }
  }

  HikariDataSource of(Pool pool) {
    HikariDataSource source = pools.get(pool);
    if (source == null) {
      throw new IllegalStateException("no pool " + pool);
    }
    return source;
  }

  /// Which connections the work takes that a thread does.
  ScopedValue<Database> underWay() {
    return underWay;
  }

  Collection<HikariDataSource> all() {
    return pools.values();
  }

  @Override
  public void close() {
    pools.values().forEach(HikariDataSource::close);
  }
}
