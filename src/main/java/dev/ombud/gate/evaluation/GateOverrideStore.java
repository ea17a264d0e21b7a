package dev.ombud.gate.evaluation;

import dev.ombud.gate.evaluation.GateOverride.Ended;
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
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;

/// The table of overrides of gates. Thread-safe.
final class GateOverrideStore {
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "evaluation_id",
          "gate",
          "product",
          "release_version",
          "approved_by",
          "reason",
          "covers",
          "placed_at",
          "until",
          "ended_at",
          "ended_by",
          "end_reason");

  private static final String SELECT = "select " + columns("", "") + " from gate_overrides";

  private final Database database;

  GateOverrideStore(Database database) {
    this.database = database;
  }

  /// All columns of a table of that alias, each under its name with something before it.
  static String columns(String alias, String prefix) {
    return COLUMNS.stream()
        .map(column -> alias + column + " as " + prefix + column)
        .collect(Collectors.joining(", "));
  }

  void insert(GateOverride placed, AuditEvent event) {
    database.change(handle -> {
      handle
          .createUpdate(
              """
              insert into gate_overrides (
                id, evaluation_id, gate, product, release_version, approved_by, reason, covers,
                placed_at, until
              )
              values (
                :id, :evaluation, :gate, :product, :release, :by, :reason, :covers, :at, :until
              )
              """)
          .bind("id", placed.id())
          .bind("evaluation", placed.evaluationId())
          .bind("gate", placed.gate())
          .bind("product", placed.product())
          .bind("release", placed.release())
          .bind("by", placed.approvedBy())
          .bind("reason", placed.reason())
          .bindArray("covers", String.class, placed.covers())
          .bind("at", placed.placedAt().atOffset(ZoneOffset.UTC))
          .bind("until", placed.until().atOffset(ZoneOffset.UTC))
          .execute();
      EventStore.append(handle, event);
      return placed.id();
    });
  }

  /// Ends one that is in force; one that is over stays as it is, and is no event.
  Optional<GateOverride> end(UUID id, AuditEvent event) {
    return database.change(handle -> {
      int changed =
          handle
              .createUpdate(
                  """
                  update gate_overrides set ended_at = :at, ended_by = :by, end_reason = :reason
                  where id = :id and ended_at is null and until > :at
                  """)
              .bind("id", id)
              .bind("at", event.at().atOffset(ZoneOffset.UTC))
              .bind("by", event.actor())
              .bind("reason", event.reason())
              .execute();
      if (changed == 1) {
        EventStore.append(handle, event);
      }
      return handle
          .createQuery(SELECT + " where id = :id")
          .bind("id", id)
          .map((row, _) -> read(row, ""))
          .findOne();
    });
  }

  /// Those of a release that hold at a moment, the newest first.
  List<GateOverride> inForce(String gate, String product, String release, Instant now) {
    return database.ask(handle ->
        handle
            .createQuery(
                SELECT
                    + " where gate = :gate and product = :product and release_version = :release"
                    + " and ended_at is null and until > :now order by id desc")
            .bind("gate", gate)
            .bind("product", product)
            .bind("release", release)
            .bind("now", now.atOffset(ZoneOffset.UTC))
            .map((row, _) -> read(row, ""))
            .list());
  }

  /// How many hold at a moment, at all gates.
  int countInForce(Instant now) {
    return database.ask(handle ->
        handle
            .createQuery(
                "select count(*) from gate_overrides where ended_at is null and until > :now")
            .bind("now", now.atOffset(ZoneOffset.UTC))
            .mapTo(int.class)
            .one());
  }

  /// Newest first.
  List<GateOverride> list(GateStore.Wanted wanted, int most) {
    return database.ask(handle -> {
      StringBuilder sql = new StringBuilder(SELECT).append(" where gate = :gate");
      wanted.product().ifPresent(_ -> sql.append(" and product = :product"));
      wanted.release().ifPresent(_ -> sql.append(" and release_version = :release"));
      wanted.before().ifPresent(_ -> sql.append(" and id < :before"));
      Query query = handle.createQuery(sql.append(" order by id desc limit :most").toString());
      query.bind("gate", wanted.gate()).bind("most", most);
      wanted.product().ifPresent(value -> query.bind("product", value));
      wanted.release().ifPresent(value -> query.bind("release", value));
      wanted.before().ifPresent(value -> query.bind("before", value));
      return query.map((row, _) -> read(row, "")).list();
    });
  }

  static GateOverride read(ResultSet row, String prefix) throws SQLException {
    OffsetDateTime endedAt = row.getObject(prefix + "ended_at", OffsetDateTime.class);
    return new GateOverride(
        row.getObject(prefix + "id", UUID.class),
        row.getObject(prefix + "evaluation_id", UUID.class),
        row.getString(prefix + "gate"),
        row.getString(prefix + "product"),
        row.getString(prefix + "release_version"),
        row.getString(prefix + "approved_by"),
        row.getString(prefix + "reason"),
        List.of((String[]) row.getArray(prefix + "covers").getArray()),
        row.getObject(prefix + "placed_at", OffsetDateTime.class).toInstant(),
        row.getObject(prefix + "until", OffsetDateTime.class).toInstant(),
        endedAt == null
            ? Optional.empty()
            : Optional.of(
                new Ended(
                    endedAt.toInstant(),
                    row.getString(prefix + "ended_by"),
                    row.getString(prefix + "end_reason"))));
  }
}
