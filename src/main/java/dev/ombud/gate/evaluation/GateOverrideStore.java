package dev.ombud.gate.evaluation;

import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;

/// The table of overrides of gates. Thread-safe.
final class GateOverrideStore {
  private static final String SELECT =
      """
      select o.*, release_version as release, end_reason as ended_reason from gate_overrides o
      """;

  private final Database database;

  GateOverrideStore(Database database) {
    this.database = database;
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
                :id, :evaluationId, :gate, :product, :release, :approvedBy, :reason, :covers,
                :placedAt, :until
              )
              """)
          .bindMethods(placed)
          .bindArray("covers", String.class, placed.covers())
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
              .bind("at", event.at())
              .bind("by", event.actor())
              .bind("reason", event.reason())
              .execute();
      if (changed == 1) {
        EventStore.append(handle, event);
      }
      return handle
          .createQuery(SELECT + " where id = :id")
          .bind("id", id)
          .mapTo(GateOverride.class)
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
            .bind("now", now)
            .mapTo(GateOverride.class)
            .list());
  }

  /// How many hold at a moment, at all gates.
  int countInForce(Instant now) {
    return database.ask(handle ->
        handle
            .createQuery(
                "select count(*) from gate_overrides where ended_at is null and until > :now")
            .bind("now", now)
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
      return query.mapTo(GateOverride.class).list();
    });
  }
}
