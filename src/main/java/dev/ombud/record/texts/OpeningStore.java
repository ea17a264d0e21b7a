package dev.ombud.record.texts;

import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// Reads texts for an opening, and puts on record in the same transaction that they were read.
/// Thread-safe.
final class OpeningStore {
  private final Database database;

  OpeningStore(Database database) {
    this.database = database;
  }

  /// What is returned is committed: an event for each text that is still there.
  List<TextStore.Row> open(UUID decisionId, Function<TextStore.Row, AuditEvent> event) {
    return database.change(handle -> recorded(handle, TextStore.rows(handle, decisionId), event));
  }

  List<TextStore.Row> open(String evidenceId, int most, Function<TextStore.Row, AuditEvent> event) {
    return database.change(
        handle -> recorded(handle, TextStore.rows(handle, evidenceId, most), event));
  }

  private static List<TextStore.Row> recorded(
      Handle handle, List<TextStore.Row> rows, Function<TextStore.Row, AuditEvent> event) {
    rows.stream()
        .filter(row -> row.erasedAt() == null)
        .forEach(row -> EventStore.append(handle, event.apply(row)));
    return rows;
  }
}
