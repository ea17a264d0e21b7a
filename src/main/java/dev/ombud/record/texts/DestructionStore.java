package dev.ombud.record.texts;

import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Destroys texts and retires accesses, some in a transaction, with the event that says so. The
/// functions of V7__retention.sql do it; they refuse what a hold keeps. Thread-safe.
final class DestructionStore {
  /// So many in one transaction; their ids stand in its event.
  static final int BATCH = 500;

  private static final String OPEN =
      """
      select t.decision_id, t.ordinal from evidence_texts t
      where %s and t.erased_at is null
        and ombud_hold_on(t.decision_id, t.evidence_id, uuid_extract_timestamp(t.decision_id)) is null
      order by t.decision_id, t.ordinal limit :most
      """;

  private static final String HELD =
      """
      select ombud_hold_on(t.decision_id, t.evidence_id, uuid_extract_timestamp(t.decision_id)) as hold
      from evidence_texts t
      where %s and t.erased_at is null
        and ombud_hold_on(t.decision_id, t.evidence_id, uuid_extract_timestamp(t.decision_id))
          is not null
      """;

  private static final String ACCESSES =
      """
      select e.id from audit_events e
      where ombud_is_access(e.kind) and e.id < :before
        and ombud_hold_on_event(e.decision_id, e.subject, e.at) is null
        and exists (select from log_leaves l where l.record_id = e.id)
      order by e.id limit :most
      """;

  private final Database database;

  DestructionStore(Database database) {
    this.database = database;
  }

  /// Which texts.
  sealed interface Choice {
    record OfEvidence(String evidenceId) implements Choice {}

    record OfLookups(List<byte[]> lookups) implements Choice {}

    /// Of decisions from one id to before another.
    record OfRange(UUID from, UUID to) implements Choice {}
  }

  record Place(UUID decisionId, int ordinal) {}

  /// @param places of the texts that are destroyed now, at most [#BATCH]
  /// @param holds one for each text that is kept by one
  record Batch(List<Place> places, List<UUID> holds) {}

  /// Destroys a batch of texts.
  ///
  /// @param event what to record; nothing where nothing happened that is worth it
  Batch destroy(Choice choice, Function<Batch, Optional<AuditEvent>> event) {
    return database.change(handle -> {
      handle.execute("select pg_advisory_xact_lock(?)", HoldStore.KEEPING);
      Batch batch = new Batch(open(handle, choice), held(handle, choice));
      destroy(handle, batch, event);
      return batch;
    });
  }

  /// The same with texts of a range, if nobody else is at it: they are destroyed by age and without
  /// hurry, and what is under a hold is not worth a note.
  Optional<Batch> tryDestroy(Choice.OfRange range, Function<Batch, Optional<AuditEvent>> event) {
    return database.change(handle -> {
      if (!isAlone(handle)) {
        return Optional.empty();
      }
      Batch batch = new Batch(open(handle, range), List.of());
      destroy(handle, batch, event);
      return Optional.of(batch);
    });
  }

  /// Removes a batch of accesses that were before an id, if nobody else is at it.
  Optional<List<UUID>> tryRetire(UUID before, Function<List<UUID>, AuditEvent> event) {
    return database.change(handle -> {
      if (!isAlone(handle)) {
        return Optional.empty();
      }
      List<UUID> ids =
          handle
              .createQuery(ACCESSES)
              .bind("before", before)
              .bind("most", BATCH)
              .mapTo(UUID.class)
              .list();
      if (!ids.isEmpty()) {
        AuditEvent retired = event.apply(ids);
        EventStore.append(handle, retired);
        handle
            .createQuery("select ombud_retire_events(:event)")
            .bind("event", retired.id())
            .mapTo(Integer.class)
            .one();
      }
      return Optional.of(ids);
    });
  }

  /// The first decision that may have a text.
  Optional<UUID> firstDecision() {
    return database.ask(handle ->
        handle
            .createQuery("select decision_id from evidence_texts order by decision_id limit 1")
            .mapTo(UUID.class)
            .findOne());
  }

  /// How many texts of a piece of evidence are gone already.
  int gone(String evidenceId) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select count(*) from evidence_texts
                where evidence_id = :evidence and erased_at is not null
                """)
            .bind("evidence", evidenceId)
            .mapTo(Integer.class)
            .one());
  }

  private static boolean isAlone(Handle handle) {
    return handle
        .createQuery("select pg_try_advisory_xact_lock(:lock)")
        .bind("lock", HoldStore.KEEPING)
        .mapTo(Boolean.class)
        .one();
  }

  private static void destroy(
      Handle handle, Batch batch, Function<Batch, Optional<AuditEvent>> event) {
    AuditEvent recorded = event.apply(batch).orElse(null);
    if (recorded == null) {
      return;
    }
    EventStore.append(handle, recorded);
    try {
      Array decisions =
          handle
              .getConnection()
              .createArrayOf("uuid", batch.places().stream().map(Place::decisionId).toArray());
      Array ordinals =
          handle
              .getConnection()
              .createArrayOf("int2", batch.places().stream().map(Place::ordinal).toArray());
      int destroyed =
          handle
              .createQuery("select ombud_destroy_texts(?, ?, ?)")
              .bind(0, recorded.id())
              .bindBySqlType(1, decisions, Types.ARRAY)
              .bindBySqlType(2, ordinals, Types.ARRAY)
              .mapTo(Integer.class)
              .one();
      if (destroyed != batch.places().size()) {
        throw new IllegalStateException(
            destroyed + " of " + batch.places().size() + " texts were there to be destroyed");
      }
    } catch (SQLException e) {
      throw new IllegalStateException("texts could not be destroyed", e);
    }
  }

  private static List<Place> open(Handle handle, Choice choice) {
    return chosen(handle, OPEN, choice).bind("most", BATCH).mapTo(Place.class).list();
  }

  private static List<UUID> held(Handle handle, Choice choice) {
    return chosen(handle, HELD, choice).mapTo(UUID.class).list();
  }

  private static Query chosen(Handle handle, String sql, Choice choice) {
    return switch (choice) {
      case Choice.OfEvidence(String id) ->
          handle.createQuery(sql.formatted("t.evidence_id = :evidence")).bind("evidence", id);
      case Choice.OfRange(UUID from, UUID to) ->
          handle
              .createQuery(sql.formatted("t.decision_id >= :from and t.decision_id < :to"))
              .bind("from", from)
              .bind("to", to);
      case Choice.OfLookups(List<byte[]> lookups) -> {
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < lookups.size(); i++) {
          terms.add("t.lookup = :lookup" + i);
        }
        Query query = handle.createQuery(sql.formatted("(" + String.join(" or ", terms) + ")"));
        for (int i = 0; i < lookups.size(); i++) {
          query.bind("lookup" + i, lookups.get(i));
        }
        yield query;
      }
    };
  }
}
