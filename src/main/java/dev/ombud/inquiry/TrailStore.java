package dev.ombud.inquiry;

import dev.ombud.database.Database;
import dev.ombud.inquiry.Trail.Incident;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Map<UUID, Incident> found = new HashMap<>();
    database
        .ask(handle ->
            handle
                .createQuery(INCIDENTS)
                .bindArray("ids", UUID.class, List.copyOf(ids))
                .map((row, context) -> incident(row))
                .list())
        .forEach(incident -> found.put(incident.id(), incident));
    return found;
  }

  private static Incident incident(ResultSet row) throws SQLException {
    return new Incident(
        row.getObject("id", UUID.class),
        row.getString("state"),
        row.getString("tier_reached"),
        row.getObject("opened_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getObject("closed_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        row.getString("touched_by"));
  }
}
