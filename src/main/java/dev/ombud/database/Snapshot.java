package dev.ombud.database;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
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
      throw unreadable(config, e);
    }
  }

  private static Snapshot open(DatabaseConfig config, Optional<String> moment) {
    try {
      Connection connection = Sessions.forReading(config).getConnection();
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
      return new Snapshot(config, connection);
    } catch (SQLException e) {
      throw unreadable(config, e);
    }
  }

  private static ServiceException unreadable(DatabaseConfig config, SQLException e) {
    return new ServiceException(
        ErrorCode.DATABASE_UNAVAILABLE,
        "the database at `%s` cannot be read: %s: check its address, user and password"
            .formatted(config.place(), Migrations.oneLine(e)));
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
