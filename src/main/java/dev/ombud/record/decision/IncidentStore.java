package dev.ombud.record.decision;

import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.record.decision.Incidents.Change;
import dev.ombud.record.decision.Incidents.Row;
import dev.ombud.record.decision.Windows.Counts;
import dev.ombud.record.decision.Windows.Folded;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads and writes incidents and the windows that they follow from. Whoever decides holds the lock
/// of the windows of each key that it touches, so that one incident is judged by one at a time.
/// Over JDBC itself and not by Jdbi, since every decision waits for it and columns go as arrays.
/// Stateless and thread-safe.
final class IncidentStore {
  private static final String LOCK =
      """
      select id, steps, historic, incident_id, open, windows from incident_windows
      where id = any (?) order by id for update
      """;

  /// Sees what was committed until the locks were granted, as it is a statement of its own. An open
  /// incident without windows was opened by the version before there were any, while this one was
  /// rolled out.
  private static final String KNOWN =
      """
      select w.id, i.id, i.state, i.breaches, i.clears, i.tier_reached, i.mitigated_at,
        i.product, i.subject, i.environment, i.cohort, i.cluster
      from incident_windows w
        cross join lateral (select * from incidents where id = w.incident_id limit 1) i
      where w.id = any (?)
      union all
      select null, id, state, breaches, clears, tier_reached, mitigated_at,
        product, subject, environment, cohort, cluster
      from incidents where product = any (?) and state = 'OPEN' and windows_id is null
      """;

  private static final String SAVE =
      """
      insert into incident_windows (id, steps, historic, incident_id, open, windows)
      select * from unnest(?, ?, ?, ?, ?, ?)
      on conflict (id) do update
      set steps = excluded.steps, incident_id = excluded.incident_id, open = excluded.open,
        windows = excluded.windows
      where incident_windows.steps = excluded.steps - 1
      """;

  private static final String OPEN =
      """
      insert into incidents (product, subject, environment, cohort, cluster, id, windows_id, breaches,
        clears, tier_reached, opened_at, closed_at, last_decision_id, last_decided_at, state,
        touched_by)
      select *, case when closed_at is null then 'OPEN' else 'CLOSED' end, 'service'
      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        as fresh (product, subject, environment, cohort, cluster, id, windows_id, breaches, clears,
          tier_reached, opened_at, closed_at, decision_id, decided_at)
      on conflict do nothing
      """;

  private static final String UPDATE =
      """
      update incidents i
      set breaches = step.breaches, clears = step.clears, tier_reached = step.tier_reached,
        opened_at = least(i.opened_at, step.opened_at), closed_at = step.closed_at,
        last_decision_id = coalesce(step.decision_id, i.last_decision_id),
        last_decided_at = coalesce(step.decided_at, i.last_decided_at),
        state = case when step.closed_at is null then 'OPEN' else 'CLOSED' end,
        windows_id = step.windows_id, touched_by = 'service'
      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
        as step (id, windows_id, breaches, clears, tier_reached, opened_at, closed_at, decision_id,
          decided_at)
      where i.id = step.id
      """;

  /// The identity of the windows of a key: the first 128 bits of the SHA-256 of its parts, each
  /// after its length, and of `historic` where it is about historic evidence. The database has the
  /// same in `ombud_windows_id`.
  static UUID id(IncidentKey key, boolean isHistoric) {
    StringBuilder parts = new StringBuilder(256);
    for (String part :
        List.of(key.product(), key.subject(), key.environment(), key.cohort(), key.cluster())) {
      parts.append(part.codePointCount(0, part.length())).append(':').append(part);
    }
    ByteBuffer digest =
        ByteBuffer.wrap(Sha256.of(parts.append(isHistoric ? "historic" : "").toString()));
    return new UUID(digest.getLong(), digest.getLong());
  }

  /// The windows of historic evidence, locked until the transaction ends; what there is of them.
  Map<UUID, Row> lockHistoric(Connection connection, Collection<UUID> ids) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      bind(statement, 1, "uuid", List.copyOf(ids), id -> id);
      try (ResultSet rows = statement.executeQuery()) {
        return rows(rows);
      }
    }
  }

  /// The windows of some keys, locked until the transaction ends, with what is known of their
  /// incidents; what there is of them.
  ///
  /// @param others windows in which a revised one stands, whatever their key
  Map<UUID, Row> lock(Connection connection, Map<UUID, IncidentKey> keys, Collection<UUID> others)
      throws SQLException {
    List<UUID> all = new ArrayList<>(keys.keySet());
    all.addAll(others);
    List<String> products = keys.values().stream().map(IncidentKey::product).distinct().toList();
    // One trip for both; the second begins when the first has its locks.
    try (PreparedStatement statement = connection.prepareStatement(LOCK + ";" + KNOWN)) {
      bind(statement, 1, "uuid", all, id -> id);
      bind(statement, 2, "uuid", all, id -> id);
      bind(statement, 3, "text", products, product -> product);
      statement.execute();
      Map<UUID, Row> rows = closed(rows(statement.getResultSet()));
      statement.getMoreResults();
      try (ResultSet incidents = statement.getResultSet()) {
        while (incidents.next()) {
          UUID id = incidents.getObject(1, UUID.class);
          id = id == null ? id(key(incidents), false) : id;
          if (rows.containsKey(id) || keys.containsKey(id)) {
            rows.put(id, known(rows.getOrDefault(id, Row.fresh(id, false)), incidents));
          }
        }
      }
      return rows;
    }
  }

  private static IncidentKey key(ResultSet row) throws SQLException {
    return new IncidentKey(
        row.getString(8),
        row.getString(9),
        row.getString(10),
        row.getString(11),
        row.getString(12));
  }

  private static Map<UUID, Row> rows(ResultSet rows) throws SQLException {
    Map<UUID, Row> found = new HashMap<>();
    while (rows.next()) {
      UUID id = rows.getObject(1, UUID.class);
      found.put(
          id,
          new Row(
              id,
              rows.getInt(2),
              rows.getBoolean(3),
              WindowsText.read(rows.getString(6)),
              rows.getObject(4, UUID.class),
              rows.getBoolean(5),
              null));
    }
    return found;
  }

  /// The table of incidents alone says which of them is open, unless the evidence is historic.
  private static Map<UUID, Row> closed(Map<UUID, Row> rows) {
    Map<UUID, Row> closed = new HashMap<>();
    rows.forEach((id, row) ->
        closed.put(id, row.isHistoric() ? row : row.with(row.windows(), row.incident(), false)));
    return closed;
  }

  private static Row known(Row row, ResultSet incident) throws SQLException {
    UUID id = incident.getObject(2, UUID.class);
    boolean isOpen = incident.getString(3).equals("OPEN");
    Timestamp at = incident.getTimestamp(7);
    Instant mitigatedAt = at == null ? null : at.toInstant();
    if (id.equals(row.incident())) {
      return row.with(row.windows(), id, isOpen || row.isOpen()).mitigated(mitigatedAt);
    }
    if (!isOpen) {
      return row;
    }
    Folded before =
        new Folded(
            id, incident.getInt(4), incident.getInt(5), Tier.valueOf(incident.getString(6)), null);
    return row.with(new Windows(before, List.of()), id, true).mitigated(mitigatedAt);
  }

  /// Writes all that was touched. False where another instance was first with a key.
  boolean save(Connection connection, Incidents incidents) throws SQLException {
    return saveWindows(connection, incidents.touched())
        && saveIncidents(connection, incidents.changes());
  }

  boolean saveWindows(Connection connection, Collection<Row> touched) throws SQLException {
    if (touched.isEmpty()) {
      return true;
    }
    // INVARIANT: whoever inserts the same keys does it in the same order.
    List<Row> rows = touched.stream().sorted(Comparator.comparing(Row::id)).toList();
    try (PreparedStatement statement = connection.prepareStatement(SAVE)) {
      bind(statement, 1, "uuid", rows, Row::id);
      bind(statement, 2, "int4", rows, row -> row.steps() + 1);
      bind(statement, 3, "bool", rows, Row::isHistoric);
      bind(statement, 4, "uuid", rows, Row::incident);
      bind(statement, 5, "bool", rows, Row::isOpen);
      bind(statement, 6, "text", rows, row -> WindowsText.write(row.windows()));
      return statement.executeUpdate() == rows.size();
    }
  }

  private static boolean saveIncidents(Connection connection, Collection<Change> changes)
      throws SQLException {
    List<Change> fresh = changes.stream().filter(change -> change.key() != null).toList();
    List<Change> known = changes.stream().filter(change -> change.key() == null).toList();
    // INVARIANT: an incident that ends in this batch ends before the next one of its key is opened.
    return update(connection, known) && open(connection, fresh);
  }

  private static boolean open(Connection connection, List<Change> changes) throws SQLException {
    if (changes.isEmpty()) {
      return true;
    }
    try (PreparedStatement statement = connection.prepareStatement(OPEN)) {
      bindKeys(statement, 1, changes.stream().map(Change::requiredKey).toList());
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

  private static void bindKeys(PreparedStatement statement, int first, List<IncidentKey> keys)
      throws SQLException {
    bind(statement, first, "text", keys, IncidentKey::product);
    bind(statement, first + 1, "text", keys, IncidentKey::subject);
    bind(statement, first + 2, "text", keys, IncidentKey::environment);
    bind(statement, first + 3, "text", keys, IncidentKey::cohort);
    bind(statement, first + 4, "text", keys, IncidentKey::cluster);
  }

  private static void bindSteps(PreparedStatement statement, int first, List<Change> changes)
      throws SQLException {
    Function<Change, Counts> counts = Change::counts;
    bind(statement, first, "uuid", changes, Change::id);
    bind(statement, first + 1, "uuid", changes, Change::windows);
    bind(statement, first + 2, "int4", changes, counts.andThen(Counts::breaches));
    bind(statement, first + 3, "int4", changes, counts.andThen(Counts::clears));
    bind(statement, first + 4, "text", changes, change -> change.counts().tierReached().name());
    bind(statement, first + 5, "timestamptz", changes, change -> timestamp(change.openedAt()));
    bind(statement, first + 6, "timestamptz", changes, change -> timestamp(change.closedAt()));
    bind(statement, first + 7, "uuid", changes, change -> id(change.decision()));
    bind(statement, first + 8, "timestamptz", changes, change -> at(change.decision()));
  }

  private static @Nullable UUID id(Incidents.@Nullable Decided decision) {
    return decision == null ? null : decision.id();
  }

  private static @Nullable Timestamp at(Incidents.@Nullable Decided decision) {
    return decision == null ? null : timestamp(decision.at());
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant at) {
    return at == null ? null : Timestamp.from(at);
  }

  private static <T> void bind(
      PreparedStatement statement,
      int index,
      String type,
      List<T> rows,
      Function<T, ? extends @Nullable Object> value)
      throws SQLException {
    Array array = statement.getConnection().createArrayOf(type, rows.stream().map(value).toArray());
    statement.setArray(index, array);
  }
}
