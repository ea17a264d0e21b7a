package dev.ombud.ground.database;

import dev.ombud.ground.base.ServiceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/// One session that sees the database as it was at one moment and can change nothing, for as long
/// as it takes. Belongs to one thread.
public final class Snapshot implements AutoCloseable {
  private final DatabaseConfig config;
  private final Connection connection;

  private Snapshot(DatabaseConfig config, Connection connection) {
    this.config = config;
    this.connection = connection;
  }

  /// Waits up to a minute for a server that is slow or not there yet.
  ///
  /// @throws ServiceException DATABASE_UNAVAILABLE
  public static Snapshot open(DatabaseConfig config) {
    return open(config, Optional.empty());
  }

  /// A further session that sees the very same moment, for another thread.
  ///
  /// @throws ServiceException DATABASE_UNAVAILABLE
  public Snapshot another() {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_export_snapshot()")) {
      row.next();
      return open(config, Optional.of(row.getString(1)));
    } catch (SQLException e) {
      throw Database.unusable(config, config.user(), new StartBudget(StartBudget.USUAL), e);
    }
  }

  private static Snapshot open(DatabaseConfig config, Optional<String> moment) {
    StartBudget budget = new StartBudget(StartBudget.USUAL);
    try {
      Connection connection = Sessions.forReading(config, budget).getConnection();
      try {
        prepare(connection, moment);
        return new Snapshot(config, connection);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw Database.unusable(config, config.user(), budget, e);
    }
  }

  private static void prepare(Connection connection, Optional<String> moment) throws SQLException {
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement statement = connection.createStatement()) {
      if (moment.isPresent()) {
        statement.execute("set transaction snapshot '" + moment.get() + "'");
      }
      // What is read is found by index, a few thousand rows at a time; sorting all of it, or
      // compiling the query, would cost more than it saves.
      statement.execute("set local jit = off");
      statement.execute("set local enable_seqscan = off");
    }
  }

  public Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("a session did not end in order", e);
    }
  }
}
