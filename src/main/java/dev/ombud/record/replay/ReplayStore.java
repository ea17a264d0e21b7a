package dev.ombud.record.replay;

import dev.ombud.ground.database.Database;
import dev.ombud.record.log.DecisionRow;
import java.util.Optional;
import java.util.UUID;

/// Reads single decisions, column by column as they stand. Thread-safe.
final class ReplayStore {
  private final Database database;

  ReplayStore(Database database) {
    this.database = database;
  }

  Optional<DecisionRow> find(UUID id) {
    return database.ask(handle ->
        handle
            .createQuery(DecisionRow.SELECT + " where d.id = :id")
            .bind("id", id)
            .map((row, context) -> DecisionRow.read(row))
            .findOne());
  }
}
