package dev.ombud.ground.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;

/// Makes the monthly partitions of the record ahead of time: of the month before (clocks differ),
/// of the month itself and of the two that follow.
///
/// A service calls it at its start and at least once a month; often is fine, for where nothing is
/// missing it costs one query. Two instances may call it at once. The service's own role may, since
/// the work is done by a function of the owner (`migrations/V2__partitions.sql`). Thread-safe.
public final class Partitions {
  private final Database database;

  public Partitions(Database database) {
    this.database = database;
  }

  /// Makes what is missing around a moment, and says how many were.
  public int ensure(Instant now) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      return ensure(connection, now);
    }
  }

  static int ensure(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select ombud_ensure_partitions(?)")) {
      statement.setObject(1, now.atOffset(ZoneOffset.UTC));
      try (ResultSet made = statement.executeQuery()) {
        if (!made.next()) {
          throw new IllegalStateException("a function without a result");
        }
        return made.getInt(1);
      }
    }
  }
}
