package dev.ombud.record.texts;

import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The table of holds. Thread-safe.
final class HoldStore {
  /// Whoever places a hold and whoever destroys something take turns (V7__retention.sql).
  static final long KEEPING = 7_226_839_016_403_580L;

  private static final String SELECT =
      """
      select id, placed_at, placed_by, reason, decision_id, product, evidence_id,
        range_from as "from", range_to as "to", released_at, released_by
      from holds
      """;

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
              values (:id, :placedAt, :placedBy, :reason,
                cast(:decisionId as uuid), :product, :evidenceId,
                cast(:from as timestamptz), cast(:to as timestamptz))
              """)
          .bindMethods(hold)
          .bindMethods(hold.covers())
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
              now,
              event.actor(),
              id);
      if (changed == 1) {
        EventStore.append(handle, event);
      }
      return handle
          .createQuery(SELECT + "where id = :id")
          .bind("id", id)
          .mapTo(Hold.class)
          .findOne();
    });
  }

  /// The newest.
  List<Hold> list(int most) {
    return database.ask(handle ->
        handle
            .createQuery(SELECT + "order by id desc limit :most")
            .bind("most", most)
            .mapTo(Hold.class)
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
            .mapTo(Instant.class)
            .findOne());
  }
}
