package dev.ombud.database;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells a database that does not answer from one that answers no. Stateless.
public final class Outage {
  /// What SQLSTATE begins with: connection, resources, operator intervention, and a lock that was
  /// not to be had in time (PostgreSQL, appendix A).
  private static final List<String> STATES = List.of("08", "53", "57", "55P03");

  private Outage() {}

  /// Whether a failure, or what it was caused by, is that the server is away, stops or starts.
  public static boolean caused(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException e
          && (e instanceof SQLTransientException || isOutage(e.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  /// The driver gives no state where the socket broke.
  private static boolean isOutage(@Nullable String state) {
    return state == null || STATES.stream().anyMatch(state::startsWith);
  }
}
