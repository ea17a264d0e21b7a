package dev.ombud.record.log;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Page;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// Reads and writes the rows of events. Mapped by hand, for those who hash them over JDBC itself
/// too. Thread-safe.
public final class EventStore {
  public static final String COLUMNS =
      "id, at, kind, actor, subject, decision_id, reason, salt, detail";

  private static final String INTO = "insert into audit_events (" + COLUMNS + ") ";

  private static final String INSERT = INTO + "values (?, ?, ?, ?, ?, ?, ?, ?, cast(? as json))";

  /// Records an event with a change in one statement: terms of `with`, after `changed`, the rows
  /// that it is about; at most one. What stands there as names is filled by [#bind].
  public static final String WITH_CHANGED =
      ", recorded as ("
          + INTO
          + """
            select :event_id, :event_at, :event_kind, :event_actor, :event_subject, :event_decision,
              :event_reason, :event_salt, cast(:event_detail as json)
            from changed
          ), queued as (
          """
          + LogQueue.INTO
          + """
            select 'EVENT', array[cast(:event_id as uuid)], :event_leaf from changed
          )
          """;

  private final Database database;

  EventStore(Database database) {
    this.database = database;
  }

  /// Records an event in the transaction of what it tells about, as [AuditLog] does.
  public static void append(Handle handle, AuditEvent event) {
    try {
      AuditLog.append(handle.getConnection(), event);
    } catch (SQLException e) {
      throw new IllegalStateException("an event could not be recorded", e);
    }
  }

  /// Fills the names of [#WITH_CHANGED].
  public static void bind(SqlStatement<?> statement, AuditEvent event) {
    EventRow row = AuditLog.row(event);
    statement
        .bind("event_id", row.id())
        .bind("event_at", row.at())
        .bind("event_kind", row.kind())
        .bind("event_actor", row.actor())
        .bind("event_subject", row.subject())
        .bind("event_decision", row.decisionId())
        .bind("event_reason", row.reason())
        .bind("event_salt", row.salt())
        .bind("event_detail", row.detail())
        .bind("event_leaf", MerkleTree.leafHash(row.leaf()));
  }

  static void insert(Connection connection, EventRow row) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setObject(1, row.id());
      statement.setObject(2, row.at().atOffset(ZoneOffset.UTC));
      statement.setString(3, row.kind());
      statement.setString(4, row.actor());
      statement.setString(5, row.subject());
      statement.setObject(6, row.decisionId());
      statement.setString(7, row.reason());
      statement.setBytes(8, row.salt());
      statement.setString(9, row.detail());
      statement.executeUpdate();
    }
  }

  Optional<EventRow> find(UUID id) {
    return database.ask(handle ->
        handle
            .createQuery("select " + COLUMNS + " from audit_events where id = :id")
            .bind("id", id)
            .map((row, context) -> row(row))
            .findOne());
  }

  Page<EventRow> find(EventQuery query) {
    StringBuilder sql =
        new StringBuilder("select ")
            .append(COLUMNS)
            .append(" from audit_events where id >= :from and id < :to");
    Map<String, Object> bindings = new HashMap<>();
    bindings.put("from", TimeIds.notBefore(query.from()));
    bindings.put("to", TimeIds.notBefore(query.to()));
    filter(sql, bindings, "decision_id", " = ", query.decisionId().orElse(null));
    filter(sql, bindings, "actor", " = ", query.actor().orElse(null));
    filter(sql, bindings, "kind", " = ", query.kind().orElse(null));
    filter(sql, bindings, "subject", " = ", query.subject().orElse(null));
    filter(sql, bindings, "id", " < ", query.before().orElse(null));
    // One more than asked for tells whether there is a next page.
    sql.append(" order by id desc limit ").append(query.limit() + 1);
    List<EventRow> found =
        database.ask(handle ->
            handle
                .createQuery(sql.toString())
                .bindMap(bindings)
                .map((row, context) -> row(row))
                .list());
    return Page.of(found, query.limit(), EventRow::id);
  }

  private static void filter(
      StringBuilder sql,
      Map<String, Object> bindings,
      String column,
      String comparison,
      @Nullable Object value) {
    if (value != null) {
      String name = "wanted_" + column;
      sql.append(" and ").append(column).append(comparison).append(':').append(name);
      bindings.put(name, value);
    }
  }

  public static EventRow row(ResultSet row) throws SQLException {
    return new EventRow(
        row.getObject(1, UUID.class),
        row.getObject(2, OffsetDateTime.class).toInstant(),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getObject(6, UUID.class),
        row.getString(7),
        row.getBytes(8),
        row.getString(9));
  }
}
