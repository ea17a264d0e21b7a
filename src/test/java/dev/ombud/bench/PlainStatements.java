package dev.ombud.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The inserts of one connection, prepared once.
final class PlainStatements implements AutoCloseable {
  private static final String KEY =
      """
      insert into aggregate_keys (product, aggregate_id, revision, digest, decision_id)
      values (?, ?, ?, ?, ?)
      """;

  private static final String DECISION =
      "insert into decisions (id, decided_at, "
          + PlainRow.names(PlainRow.DECISION, "")
          + ") values (?, ?"
          + ", ?".repeat(PlainRow.DECISION.size())
          + ")";

  private static final String RECORD =
      "insert into records (id, "
          + PlainRow.names(PlainRow.RECORD, "")
          + ") values (?"
          + ", ?".repeat(PlainRow.RECORD.size())
          + ")";

  private static final String TEXTS =
      "insert into evidence_texts (decision_id, " + PlainRow.names(PlainRow.TEXT, "") + ") values ";

  private static final String TEXT = "(?" + ", ?".repeat(PlainRow.TEXT.size()) + ")";

  private static final String LEAF =
      "insert into log_queue (kind, record_ids, hashes) values ('DECISION', array[?::uuid], ?)";

  private static final String INCIDENT =
      """
      insert into incidents (product, subject, environment, cohort, cluster, tier_reached, id, state,
        breaches, clears, opened_at, last_decision_id, last_decided_at, touched_by)
      values (?, ?, ?, ?, ?, ?, ?, 'OPEN', 1, 0, ?, ?, ?, 'service')
      on conflict (product, md5(subject), md5(environment), md5(cohort), md5(cluster))
        where state = 'OPEN'
      do update set breaches = incidents.breaches + 1, clears = 0,
        last_decision_id = excluded.last_decision_id, last_decided_at = excluded.last_decided_at
      """;

  private static final int AGGREGATE_ID = PlainRow.DECISION.indexOf("aggregate_id");

  private final Connection connection;
  private final PreparedStatement key;
  private final PreparedStatement decision;
  private final PreparedStatement record;
  private final PreparedStatement leaf;
  private final PreparedStatement incident;
  private final Map<Integer, PreparedStatement> texts = new HashMap<>();

  private PlainStatements(
      Connection connection,
      PreparedStatement key,
      PreparedStatement decision,
      PreparedStatement record,
      PreparedStatement leaf,
      PreparedStatement incident) {
    this.connection = connection;
    this.key = key;
    this.decision = decision;
    this.record = record;
    this.leaf = leaf;
    this.incident = incident;
  }

  static PlainStatements prepare(Connection connection) throws SQLException {
    return new PlainStatements(
        connection,
        connection.prepareStatement(KEY),
        connection.prepareStatement(DECISION),
        connection.prepareStatement(RECORD),
        connection.prepareStatement(LEAF),
        connection.prepareStatement(INCIDENT));
  }

  /// The incident comes last: many decisions share one, and its lock is held until the commit.
  void insert(PlainRow row, UUID id, boolean withIncident) throws SQLException {
    OffsetDateTime at =
        Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16).atOffset(ZoneOffset.UTC);
    String aggregateId = row.decision()[AGGREGATE_ID] + "/" + id;
    bind(key, 0, row.decision()[0], aggregateId, row.decision()[2], row.recorded()[0], id);
    key.executeUpdate();
    bind(decision, 0, id, at);
    bind(decision, 2, row.decision());
    decision.setObject(3 + AGGREGATE_ID, aggregateId);
    decision.executeUpdate();
    bind(record, 0, id);
    bind(record, 1, row.recorded());
    record.executeUpdate();
    insertTexts(row.texts(), id);
    bind(leaf, 0, id, row.recorded()[0]);
    leaf.executeUpdate();
    if (withIncident && row.incident().length > 0) {
      bind(incident, 0, row.incident());
      bind(incident, row.incident().length, id, at, id, at);
      incident.executeUpdate();
    }
  }

  private void insertTexts(List<Object[]> rows, UUID id) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    PreparedStatement statement = texts.get(rows.size());
    if (statement == null) {
      statement = connection.prepareStatement(TEXTS + TEXT + (", " + TEXT).repeat(rows.size() - 1));
      texts.put(rows.size(), statement);
    }
    int at = 0;
    for (Object[] row : rows) {
      bind(statement, at, id);
      bind(statement, at + 1, row);
      at += 1 + row.length;
    }
    statement.executeUpdate();
  }

  private static void bind(PreparedStatement statement, int after, Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(after + i + 1, values[i]);
    }
  }

  @Override
  public void close() throws SQLException {
    key.close();
    decision.close();
    record.close();
    leaf.close();
    incident.close();
    for (PreparedStatement statement : texts.values()) {
      statement.close();
    }
  }
}
