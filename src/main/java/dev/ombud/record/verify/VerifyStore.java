package dev.ombud.record.verify;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.ground.database.Snapshot;
import dev.ombud.record.log.CheckpointRow;
import dev.ombud.record.log.DecisionLeaf;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.log.EventRow;
import dev.ombud.record.log.EventStore;
import dev.ombud.record.log.KeyRow;
import dev.ombud.record.log.MerkleTree;
import dev.ombud.record.log.RecordKind;
import dev.ombud.record.log.TreeStore;
import dev.ombud.record.verify.TreeCheck.NodePlace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Reads a log and its records, a piece at a time, as they were at one moment. Mapped by hand,
/// since it reads every row there is, and hashes bytes as the driver has them. Belongs to one
/// thread.
final class VerifyStore implements AutoCloseable {
  private static final int ROWS_FETCHED = 512;

  /// Both tables in the order of their ids, side by side. The planner cannot know that ids of one
  /// piece are neighbours, and would look for each alone; nor need it think about each piece anew.
  private static final String IN_ORDER =
      "set local plan_cache_mode = force_generic_plan; set local enable_hashjoin = off;"
          + " set local enable_nestloop = off";

  private static final String AMONG = " where d.id = any (?) and r.id = any (?)";

  private static final String LEAVES_OF_DECISIONS =
      "select d.id, "
          + DecisionLeaf.COLUMN_LIST
          + " from decisions d join records r on r.id = d.id"
          + AMONG;

  private final Snapshot snapshot;
  private final Connection connection;

  private VerifyStore(Snapshot snapshot) {
    this.snapshot = snapshot;
    this.connection = snapshot.connection();
  }

  static VerifyStore open(DatabaseConfig config) {
    return new VerifyStore(Snapshot.open(config));
  }

  /// A further one for another thread, of the same moment, for [#piece].
  VerifyStore another() throws SQLException {
    VerifyStore another = new VerifyStore(snapshot.another());
    try (Statement statement = another.connection.createStatement()) {
      statement.execute(IN_ORDER);
    }
    return another;
  }

  record StoredLeaf(long index, UUID record, String kind, byte[] hash) {
    /// As a finding names it.
    String subject() {
      return kind.toLowerCase(Locale.ROOT) + " " + record;
    }
  }

  /// Some leaves, the hashes that their records come to, and the checkpoints among them.
  record Piece(
      List<StoredLeaf> leaves,
      Map<UUID, byte[]> decisions,
      Map<UUID, byte[]> events,
      List<CheckpointRow> checkpoints) {}

  @FunctionalInterface
  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  @FunctionalInterface
  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> list(String sql, Binding binding, Row<T> reading) throws SQLException {
    List<T> all = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(ROWS_FETCHED);
      binding.bind(statement);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          all.add(reading.read(row));
        }
      }
    }
    return all;
  }

  private static Binding between(long from, long to) {
    return statement -> {
      statement.setLong(1, from);
      statement.setLong(2, to);
    };
  }

  private <T> List<T> among(String sql, Collection<UUID> ids, Row<T> reading) throws SQLException {
    return among(sql, 1, ids, reading);
  }

  /// @param times how often the statement asks for the ids
  private <T> List<T> among(String sql, int times, Collection<UUID> ids, Row<T> reading)
      throws SQLException {
    if (ids.isEmpty()) {
      return List.of();
    }
    return list(
        sql,
        statement -> {
          for (int place = 1; place <= times; place++) {
            statement.setArray(place, connection.createArrayOf("uuid", ids.toArray()));
          }
        },
        reading);
  }

  private long number(String sql) throws SQLException {
    return list(sql, statement -> {}, row -> row.getLong(1)).getFirst();
  }

  List<KeyRow> keys() throws SQLException {
    return TreeStore.keys(connection);
  }

  /// One more than the greatest index of a leaf.
  long size() throws SQLException {
    return number("select coalesce(max(leaf_index) + 1, 0) from log_leaves");
  }

  long largestCheckpoint() throws SQLException {
    return number("select coalesce(max(size), 0) from checkpoints");
  }

  Piece piece(long from, long to) throws SQLException {
    List<StoredLeaf> leaves = leaves(from, to);
    List<UUID> decisions = new ArrayList<>();
    List<UUID> events = new ArrayList<>();
    for (StoredLeaf leaf : leaves) {
      (leaf.kind().equals(RecordKind.DECISION.name()) ? decisions : events).add(leaf.record());
    }
    return new Piece(leaves, decisionHashes(decisions), eventHashes(events), checkpoints(from, to));
  }

  /// One whose documents are damaged has the hash of no leaf.
  Map<UUID, byte[]> decisionHashes(Collection<UUID> ids) throws SQLException {
    Map<UUID, byte[]> hashes = HashMap.newHashMap(ids.size());
    among(LEAVES_OF_DECISIONS, 2, ids, row -> hashes.put(row.getObject(1, UUID.class), hash(row)));
    return hashes;
  }

  private static byte[] hash(ResultSet row) throws SQLException {
    try {
      return MerkleTree.leafHash(DecisionLeaf.of(row, 2));
    } catch (ServiceException _) {
      return new byte[0];
    }
  }

  Map<UUID, byte[]> eventHashes(Collection<UUID> ids) throws SQLException {
    Map<UUID, byte[]> hashes = new HashMap<>();
    events(ids).forEach((id, row) -> hashes.put(id, MerkleTree.leafHash(row.leaf())));
    return hashes;
  }

  List<StoredLeaf> leaves(long from, long to) throws SQLException {
    return list(
        "select leaf_index, record_id, kind, hash from log_leaves"
            + " where leaf_index >= ? and leaf_index < ? order by leaf_index",
        between(from, to),
        row ->
            new StoredLeaf(
                row.getLong(1), row.getObject(2, UUID.class), row.getString(3), row.getBytes(4)));
  }

  /// Without those whose documents are damaged.
  Map<UUID, DecisionRow> decisions(Collection<UUID> ids) throws SQLException {
    Map<UUID, DecisionRow> rows = new HashMap<>();
    among(DecisionRow.SELECT + AMONG, 2, ids, VerifyStore::decision)
        .forEach(row -> row.ifPresent(read -> rows.put(read.id(), read)));
    return rows;
  }

  private static Optional<DecisionRow> decision(ResultSet row) throws SQLException {
    try {
      return Optional.of(DecisionRow.read(row));
    } catch (ServiceException _) {
      return Optional.empty();
    }
  }

  Map<UUID, EventRow> events(Collection<UUID> ids) throws SQLException {
    Map<UUID, EventRow> rows = new HashMap<>();
    among(
            "select " + EventStore.COLUMNS + " from audit_events where id = any (?)",
            ids,
            EventStore::row)
        .forEach(row -> rows.put(row.id(), row));
    return rows;
  }

  /// Those of more leaves than `from`, up to `to`.
  private List<CheckpointRow> checkpoints(long from, long to) throws SQLException {
    return list(
        "select at, size, root, key_id, note from checkpoints"
            + " where size > ? and size <= ? order by size",
        between(from, to),
        row ->
            new CheckpointRow(
                row.getObject(1, OffsetDateTime.class).toInstant(),
                row.getLong(2),
                row.getBytes(3),
                row.getString(4),
                row.getString(5)));
  }

  Map<NodePlace, byte[]> nodes(int level, long from, long to) throws SQLException {
    Map<NodePlace, byte[]> nodes = new HashMap<>();
    list(
            "select node_index, hash from log_nodes"
                + " where level = ? and node_index >= ? and node_index <= ?",
            statement -> {
              statement.setInt(1, level);
              statement.setLong(2, from);
              statement.setLong(3, to);
            },
            row -> Map.entry(row.getLong(1), row.getBytes(2)))
        .forEach(node -> nodes.put(new NodePlace(level, node.getKey()), node.getValue()));
    return nodes;
  }

  /// Months whose decisions are retired, as `2026-03`, and how many decisions each had.
  Map<String, Long> retiredMonths() throws SQLException {
    Map<String, Long> months = new HashMap<>();
    list(
            "select substr(subject, 7), detail ->> 'count' from audit_events"
                + " where kind = 'DECISIONS_RETIRED' and subject like 'month:%'",
            statement -> {}, row -> Map.entry(row.getString(1), Long.parseLong(row.getString(2))))
        .forEach(month -> months.put(month.getKey(), month.getValue()));
    return months;
  }

  /// Those of some events that an event says were retired.
  Set<UUID> retiredEvents(Collection<UUID> missing) throws SQLException {
    return new HashSet<>(
        among(
            "select cast(each.id as uuid) from audit_events,"
                + " json_array_elements_text(detail -> 'ids') each(id)"
                + " where kind = 'ACCESS_RETIRED' and cast(each.id as uuid) = any (?)"
                // As docs/privacy.md has it; an event that says so of a younger one is forged.
                + " and uuid_extract_timestamp(cast(each.id as uuid)) <= at - interval '90 days'",
            missing,
            row -> row.getObject(1, UUID.class)));
  }

  /// Records that wait, and the hashes that the queue has of them.
  Map<UUID, byte[]> waiting(long after, int rows, RecordKind kind) throws SQLException {
    Map<UUID, byte[]> waiting = new LinkedHashMap<>();
    list(
            "select record_ids, hashes from log_queue where id > ? and kind = ? order by id limit ?",
            statement -> {
              statement.setLong(1, after);
              statement.setString(2, kind.name());
              statement.setInt(3, rows);
            },
            row -> {
              UUID[] records = (UUID[]) row.getArray(1).getArray();
              byte[] hashes = row.getBytes(2);
              for (int i = 0; i < records.length; i++) {
                int start = i * MerkleTree.HASH_BYTES;
                waiting.put(
                    records[i],
                    java.util.Arrays.copyOfRange(hashes, start, start + MerkleTree.HASH_BYTES));
              }
              return records;
            })
        .clear();
    return waiting;
  }

  /// The queue's row that is so many rows after another; 0 at the end.
  long queueAfter(long after, int rows) throws SQLException {
    return list(
            "select coalesce(max(id), 0) from"
                + " (select id from log_queue where id > ? order by id limit ?) as few",
            statement -> {
              statement.setLong(1, after);
              statement.setInt(2, rows);
            },
            row -> row.getLong(1))
        .getFirst();
  }

  /// Records that have neither a leaf nor a place in the queue.
  ///
  /// @param table `decisions`, `records` or `audit_events`
  List<UUID> strangers(String table, int most) throws SQLException {
    return list(
        "select t.id from "
            + table
            + """
             t
            where not exists (select from log_leaves l where l.record_id = t.id)
              and t.id <> all (array(select unnest(record_ids) from log_queue))
            order by t.id limit ?
            """,
        statement -> statement.setInt(1, most),
        row -> row.getObject(1, UUID.class));
  }

  /// Rows of `records` without one in `decisions`.
  List<UUID> halves(int most) throws SQLException {
    return list(
        "select r.id from records r where not exists (select from decisions d where d.id = r.id)"
            + " order by r.id limit ?",
        statement -> statement.setInt(1, most),
        row -> row.getObject(1, UUID.class));
  }

  /// Records with more than one leaf, or with a leaf and a place in the queue.
  List<UUID> twins(int most) throws SQLException {
    List<UUID> twins =
        new ArrayList<>(
            list(
                """
                select record_id from (
                  select record_id, lag(record_id) over (order by record_id) as before
                  from log_leaves) as ordered
                where record_id = before limit ?
                """,
                statement -> statement.setInt(1, most),
                row -> row.getObject(1, UUID.class)));
    twins.addAll(
        list(
            """
            select l.record_id from log_leaves l
            where l.record_id = any (array(select unnest(record_ids) from log_queue)) limit ?
            """,
            statement -> statement.setInt(1, most),
            row -> row.getObject(1, UUID.class)));
    return twins;
  }

  @Override
  public void close() {
    snapshot.close();
  }
}
