package dev.ombud.evidence;

import dev.ombud.audit.AuditEvent;
import dev.ombud.audit.AuditLog;
import dev.ombud.database.Database;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// Reads texts for an opening, and puts on record in the same transaction that they were read.
/// Thread-safe.
final class OpeningStore {
  private final Database database;
  private final AuditLog log;

  OpeningStore(Database database, AuditLog log) {
    this.database = database;
    this.log = log;
  }

  /// What is returned is committed: an event for each text that is still there.
  List<TextStore.Row> open(UUID decisionId, Function<TextStore.Row, AuditEvent> event) {
    return database.change(handle -> recorded(handle, TextStore.rows(handle, decisionId), event));
  }

  List<TextStore.Row> open(String evidenceId, int most, Function<TextStore.Row, AuditEvent> event) {
    return database.change(
        handle -> recorded(handle, TextStore.rows(handle, evidenceId, most), event));
  }

  private List<TextStore.Row> recorded(
      Handle handle, List<TextStore.Row> rows, Function<TextStore.Row, AuditEvent> event) {
    try {
      for (TextStore.Row row : rows) {
        if (row.erasedAt() == null) {
          log.append(handle.getConnection(), event.apply(row));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("an opening could not be recorded", e);
    }
    return rows;
  }
}
