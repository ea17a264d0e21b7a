package dev.ombud.act.outbox;

import dev.ombud.act.action.StoredAction;
import dev.ombud.ground.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/// Which worker has what. An action says itself when it is next; who takes it up has it for as long
/// as a lease, which is renewed while a worker is at it. What a dead instance had is taken up like
/// anything else once the lease is over. Thread-safe.
final class ClaimStore {
  /// Longer than a healthy instance ever takes between two renewals.
  static final Duration LEASE = Duration.ofSeconds(20);

  /// Between two actions of a target that was shut.
  private static final Duration PACE = Duration.ofMillis(20);

  private static final int MAX_PUT_OFF = 10_000;

  /// The partial index has them all.
  private static final String DUE =
      """
      from actions
      where turn_at <= :now and (leased_until is null or leased_until <= :now)
        and state in ('QUEUED', 'RUNNING', 'WAITING')
      """;

  private static final String CLAIM =
      """
      with due as (
        select id %s
        order by ombud_urgency(kind) desc, turn_at limit :most for update skip locked
      ), claimed as (
        update actions set leased_until = :until, leased_by = :instance
        from due where actions.id = due.id
        returning actions.*
      )
      """
              .formatted(DUE)
          + ActionStore.select("claimed")
          + "order by ombud_urgency(a.kind) desc, a.turn_at";

  private final Database database;
  private final UUID instance = UUID.randomUUID();

  ClaimStore(Database database) {
    this.database = database;
  }

  /// Whose leases these are.
  UUID instance() {
    return instance;
  }

  /// Takes up what is due, what is most urgent first. It waits for no disk: a claim that is lost
  /// with the server was none, for an attempt still has to begin.
  List<StoredAction> claim(Instant now, int most) {
    return database.change(handle -> {
      handle.execute("set local synchronous_commit = off");
      return handle
          .createQuery(CLAIM)
          .bind("now", now)
          .bind("until", now.plus(LEASE))
          .bind("instance", instance)
          .bind("most", most)
          .mapTo(StoredAction.class)
          .list();
    });
  }

  /// Keeps what this instance still has. Who is about to change one of them keeps it by that.
  void renew(Collection<UUID> held, Instant now) {
    database.ask(handle ->
        handle
            .createUpdate(
                """
                with held as (
                  select id from actions where id = any (:held) and leased_by = :instance
                  for update skip locked
                )
                update actions set leased_until = :until from held where actions.id = held.id
                """)
            .bind("until", now.plus(LEASE))
            .bindArray("held", UUID.class, held)
            .bind("instance", instance)
            .execute());
  }

  /// Gives an action back as it was taken, to be taken up at a later time.
  void putBack(StoredAction action, Instant due) {
    database.ask(handle ->
        handle
            .createUpdate(
                """
                update actions set turn_at = :due, leased_until = null, leased_by = null
                where id = :id and attempts = :attempts and state = :state
                """)
            .bind("due", due)
            .bind("id", action.id())
            .bind("attempts", action.attempts())
            .bind("state", action.state().name())
            .execute());
  }

  /// Puts off what is due now for the same target, one after the other, so that none of it takes a
  /// worker only to be given back.
  void putOff(StoredAction action, Instant now, Instant from) {
    database.ask(handle ->
        handle
            .createUpdate(
                """
                with due as (
                  select id %s and kind = :kind and target = :target
                  order by turn_at limit :most for update skip locked
                ), turns as (select id, row_number() over () as turn from due)
                update actions set turn_at = :from + turns.turn * cast(:pace as interval)
                from turns where actions.id = turns.id
                """
                    .formatted(DUE))
            .bind("now", now)
            .bind("from", from)
            .bind("kind", action.kind().name())
            .bind("target", action.target())
            .bind("most", MAX_PUT_OFF)
            .bind("pace", PACE.toString())
            .execute());
  }
}
