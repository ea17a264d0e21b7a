package dev.ombud.decision;

import dev.ombud.domain.Context;
import dev.ombud.domain.IncidentKey;
import dev.ombud.domain.Tier;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/// Reads and writes incidents. Stateless and thread-safe.
final class IncidentStore {
  private static final String LOCK =
      """
      select i.product, i.subject, i.environment, i.cohort, i.cluster,
        i.id, i.breaches, i.clears, i.tier_reached, i.mitigated_at
      from unnest(?, ?, ?, ?, ?) as asked (product, subject, environment, cohort, cluster)
      join incidents i using (product, subject, environment, cohort, cluster)
      where i.state = 'OPEN'
      order by i.id
      for update of i
      """;

  private static final String OPEN =
      """
      insert into incidents (product, subject, environment, cohort, cluster, id, state, breaches,
        clears, tier_reached, opened_at, last_decision_id, last_decided_at, closed_at, touched_by)
      select product, subject, environment, cohort, cluster, id, state, breaches, clears,
        tier_reached, decided_at, decision_id, decided_at,
        case state when 'CLOSED' then decided_at end, 'service'
      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        as fresh (product, subject, environment, cohort, cluster, id, state, breaches, clears,
          tier_reached, decision_id, decided_at)
      on conflict do nothing
      """;

  private static final String UPDATE =
      """
      update incidents i
      set state = step.state, breaches = step.breaches, clears = step.clears,
        tier_reached = step.tier_reached, last_decision_id = step.decision_id,
        last_decided_at = step.decided_at,
        closed_at = case step.state when 'CLOSED' then step.decided_at end, touched_by = 'service'
      from unnest(?, ?, ?, ?, ?, ?, ?)
        as step (id, state, breaches, clears, tier_reached, decision_id, decided_at)
      where i.id = step.id
      """;

  /// What a batch of decisions makes of one incident.
  ///
  /// @param fresh whether it was opened in this batch
  record Change(
      IncidentKey key,
      Context.Incident incident,
      boolean fresh,
      boolean open,
      UUID decisionId,
      Instant decidedAt) {}

  /// The open incidents of some keys, locked until the transaction ends.
  Map<IncidentKey, Context.Incident> lock(Connection connection, Collection<IncidentKey> keys)
      throws SQLException {
    Map<IncidentKey, Context.Incident> found = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      bindKeys(statement, List.copyOf(keys));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Timestamp mitigatedAt = rows.getTimestamp(10);
          found.put(
              new IncidentKey(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getString(4),
                  rows.getString(5)),
              new Context.Incident(
                  rows.getObject(6, UUID.class),
                  rows.getInt(7),
                  rows.getInt(8),
                  Tier.valueOf(rows.getString(9)),
                  mitigatedAt == null ? null : mitigatedAt.toInstant()));
        }
      }
    }
    return found;
  }

  /// Writes all changes. False where another instance opened one of the incidents first.
  boolean save(Connection connection, Collection<Change> changes) throws SQLException {
    List<Change> fresh = changes.stream().filter(Change::fresh).toList();
    List<Change> known = changes.stream().filter(change -> !change.fresh()).toList();
    // INVARIANT: an incident that ends in this batch ends before the next one of its key is opened.
    return update(connection, known) && open(connection, fresh);
  }

  private static boolean open(Connection connection, List<Change> changes) throws SQLException {
    if (changes.isEmpty()) {
      return true;
    }
    try (PreparedStatement statement = connection.prepareStatement(OPEN)) {
      bindKeys(statement, changes.stream().map(Change::key).toList());
      bindSteps(statement, 6, changes);
      return statement.executeUpdate() == changes.size();
    }
  }

  private static boolean update(Connection connection, List<Change> changes) throws SQLException {
    if (changes.isEmpty()) {
      return true;
    }
    try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
      bindSteps(statement, 1, changes);
      return statement.executeUpdate() == changes.size();
    }
  }

  private static void bindKeys(PreparedStatement statement, List<IncidentKey> keys)
      throws SQLException {
    bind(statement, 1, "text", keys, IncidentKey::product);
    bind(statement, 2, "text", keys, IncidentKey::subject);
    bind(statement, 3, "text", keys, IncidentKey::environment);
    bind(statement, 4, "text", keys, IncidentKey::cohort);
    bind(statement, 5, "text", keys, IncidentKey::cluster);
  }

  private static void bindSteps(PreparedStatement statement, int first, List<Change> changes)
      throws SQLException {
    bind(statement, first, "uuid", changes, change -> change.incident().id());
    bind(statement, first + 1, "text", changes, change -> change.open() ? "OPEN" : "CLOSED");
    bind(statement, first + 2, "int4", changes, change -> change.incident().breaches());
    bind(statement, first + 3, "int4", changes, change -> change.incident().clears());
    bind(statement, first + 4, "text", changes, change -> change.incident().tierReached().name());
    bind(statement, first + 5, "uuid", changes, Change::decisionId);
    bind(
        statement, first + 6, "timestamptz", changes, change -> Timestamp.from(change.decidedAt()));
  }

  private static <T> void bind(
      PreparedStatement statement, int index, String type, List<T> rows, Function<T, Object> value)
      throws SQLException {
    Array array = statement.getConnection().createArrayOf(type, rows.stream().map(value).toArray());
    statement.setArray(index, array);
  }
}
