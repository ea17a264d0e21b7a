package dev.ombud.record.search;

import dev.ombud.ground.database.Database;
import dev.ombud.record.search.Trail.Incident;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Reads the incidents that a trail leads to. Thread-safe.
final class TrailStore {
  private static final String INCIDENTS =
      """
      select id, state, tier_reached, opened_at, closed_at, touched_by
      from incidents where id = any (:ids)
      """;

  private final Database database;

  TrailStore(Database database) {
    this.database = database;
  }

  /// By their ids.
  Map<UUID, Incident> incidents(Collection<UUID> ids) {
    return database.ask(handle ->
        handle
            .createQuery(INCIDENTS)
            .bindArray("ids", UUID.class, List.copyOf(ids))
            .mapTo(Incident.class)
            .collectToMap(Incident::id, incident -> incident));
  }
}
