package dev.ombud.record.texts;

import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The table of holds. Thread-safe.
final class HoldStore {
  /// Whoever places a hold and whoever destroys something take turns (V7__retention.sql).
  static final long KEEPING = 7_226_839_016_403_580L;

  private static final String COLUMNS =
      "id, placed_at, placed_by, reason, decision_id, product, evidence_id, range_from, range_to,"
          + " released_at, released_by";

  private final Database database;

  HoldStore(Database database) {
    this.database = database;
  }

  void insert(Hold hold, AuditEvent event) {
    database.change(handle -> {
      handle.execute("select pg_advisory_xact_lock(?)", KEEPING);
      handle
          .createUpdate(
              """
              insert into holds (id, placed_at, placed_by, reason,
                decision_id, product, evidence_id, range_from, range_to)
              values (:id, :placed, :by, :reason,
                cast(:decision as uuid), :product, :evidence,
                cast(:from as timestamptz), cast(:to as timestamptz))
              """)
          .bind("id", hold.id())
          .bind("placed", hold.placedAt().atOffset(ZoneOffset.UTC))
          .bind("by", hold.placedBy())
          .bind("reason", hold.reason())
          .bind("decision", hold.covers().decisionId().map(UUID::toString).orElse(null))
          .bind("product", hold.covers().product().orElse(null))
          .bind("evidence", hold.covers().evidenceId().orElse(null))
          .bind("from", hold.covers().from().map(Instant::toString).orElse(null))
          .bind("to", hold.covers().to().map(Instant::toString).orElse(null))
          .execute();
      EventStore.append(handle, event);
      return hold;
    });
  }

  /// Releases it unless it is released already; nothing where there is no such hold.
  Optional<Hold> release(UUID id, Instant now, AuditEvent event) {
    return database.change(handle -> {
      int changed =
          handle.execute(
              "update holds set released_at = ?, released_by = ? where id = ? and released_at is null",
              now.atOffset(ZoneOffset.UTC),
              event.actor(),
              id);
      if (changed == 1) {
        EventStore.append(handle, event);
      }
      return handle
          .createQuery("select " + COLUMNS + " from holds where id = :id")
          .bind("id", id)
          .map((row, context) -> hold(row))
          .findOne();
    });
  }

  /// The newest.
  List<Hold> list(int most) {
    return database.ask(handle ->
        handle
            .createQuery("select " + COLUMNS + " from holds order by id desc limit :most")
            .bind("most", most)
            .map((row, context) -> hold(row))
            .list());
  }

  /// When one was last released.
  Optional<Instant> lastRelease() {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select released_at from holds where released_at is not null
                order by released_at desc limit 1
                """)
            .map((row, context) -> row.getObject(1, OffsetDateTime.class).toInstant())
            .findOne());
  }

  private static Hold hold(ResultSet row) throws SQLException {
    Instant released = instant(row, "released_at").orElse(null);
    return new Hold(
        row.getObject("id", UUID.class),
        instant(row, "placed_at").orElseThrow(),
        row.getString("placed_by"),
        row.getString("reason"),
        new Hold.Covers(
            Optional.ofNullable(row.getObject("decision_id", UUID.class)),
            Optional.ofNullable(row.getString("product")),
            Optional.ofNullable(row.getString("evidence_id")),
            instant(row, "range_from"),
            instant(row, "range_to")),
        released == null
            ? Optional.empty()
            : Optional.of(new Hold.Released(released, row.getString("released_by"))));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
    return Optional.ofNullable(moment).map(OffsetDateTime::toInstant);
  }
}
