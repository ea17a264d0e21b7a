package dev.ombud.ground.database;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// The group role that holds the service's grants. It belongs to the whole server, not to one
/// database, so it is made here and not in a migration.
final class ServiceRole {
  static final String NAME = "ombud_service";

  private static final String DUPLICATE_OBJECT = "42710";
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private ServiceRole() {}

  /// Sees to it that the role exists and that the service's user may act as it.
  static void ensure(Connection owner, DatabaseConfig config) throws SQLException {
    String serviceUser = config.user().user();
    if (!holds(owner, "select exists (select from pg_roles where rolname = ?)", NAME)) {
      execute(owner, "create role " + NAME + " nologin", serviceUser);
    }
    // Who owns the tables has to step down to the role; anybody else has its rights by membership.
    String right = config.owner().isPresent() ? "USAGE" : "SET";
    if (!holds(owner, "select pg_has_role(?, '" + NAME + "', '" + right + "')", serviceUser)) {
      execute(owner, "grant " + NAME + " to " + quoted(serviceUser), serviceUser);
    }
  }

  private static boolean holds(Connection connection, String question, String argument)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setString(1, argument);
      try (ResultSet answer = statement.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }

  private static void execute(Connection owner, String sql, String serviceUser)
      throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      if (state.equals(INSUFFICIENT_PRIVILEGE)) {
        throw new ServiceException(
            ErrorCode.DATABASE_UNAVAILABLE,
            "the database user may not `"
                + sql
                + "`: let an administrator run"
                + " `create role ombud_service nologin; grant ombud_service to "
                + quoted(serviceUser)
                + ";` (the first only where the role is missing), then start again");
      }
      if (!state.equals(DUPLICATE_OBJECT) && !state.equals(UNIQUE_VIOLATION)) {
        throw e;
      }
    }
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
