package dev.ombud.act.outbox;

import dev.ombud.act.action.Freeze;
import dev.ombud.act.action.StoredAction;
import dev.ombud.ground.domain.IncidentKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The stop switch, the freezes and the count of automatic actions. Stateless.
final class AutomationStore {
  /// What the budget is for.
  static final Duration HOUR = Duration.ofHours(1);

  private static final int MAX_LISTED = 500;
  private static final long TURN = 7_226_839_016_403_591L;

  private static final String FREEZE =
      """
      select id, product, starts_at as "from", ends_at as "to", reason, placed_by from freezes
      """;

  private AutomationStore() {}

  /// Whoever switches and whoever begins an automatic write take turns, so that nothing begins once
  /// a stop is committed, and two instances do not spend the same budget. Held to the end of the
  /// transaction.
  static void takeTurn(Handle handle) {
    handle.execute("select pg_advisory_xact_lock(?)", TURN);
  }

  static void flip(Handle handle, UUID id, AutomationState.Switch change) {
    handle.execute(
        "insert into automation_switches (at, id, stopped, actor, reason) values (?, ?, ?, ?, ?)",
        change.at(),
        id,
        change.stopped(),
        change.actor(),
        change.reason());
  }

  static Optional<AutomationState.Switch> last(Handle handle) {
    return handle
        .createQuery(
            "select stopped, at, actor, reason from automation_switches order by id desc limit 1")
        .mapTo(AutomationState.Switch.class)
        .findOne();
  }

  static void place(Handle handle, Freeze freeze, Instant now) {
    handle
        .createUpdate(
            """
            insert into freezes (starts_at, ends_at, placed_at, id, product, reason, placed_by)
            values (:from, :to, :now, :id, cast(:product as text), :reason, :placedBy)
            """)
        .bindMethods(freeze)
        .bind("now", now)
        .execute();
  }

  /// Takes one away; nothing where there is none.
  static Optional<Freeze> remove(Handle handle, UUID id, String actor, Instant now) {
    int changed =
        handle.execute(
            "update freezes set removed_at = ?, removed_by = ? where id = ? and removed_at is null",
            now,
            actor,
            id);
    return changed == 0
        ? Optional.empty()
        : handle
            .createQuery(FREEZE + "where id = :id")
            .bind("id", id)
            .mapTo(Freeze.class)
            .findOne();
  }

  /// Those that are not over, in the order in which they begin.
  private static List<Freeze> freezes(Handle handle, Instant now) {
    return handle
        .createQuery(
            FREEZE
                + "where removed_at is null and ends_at > :now order by starts_at, id limit :most")
        .bind("now", now)
        .bind("most", MAX_LISTED)
        .mapTo(Freeze.class)
        .list();
  }

  /// One that holds for a product at this moment.
  private static Optional<Freeze> holding(Handle handle, String product, Instant now) {
    return handle
        .createQuery(
            FREEZE
                + """
                where removed_at is null and starts_at <= :now and ends_at > :now
                  and (product is null or product = :product)
                order by ends_at desc limit 1
                """)
        .bind("now", now)
        .bind("product", product)
        .mapTo(Freeze.class)
        .findOne();
  }

  static AutomationState state(Handle handle, Instant now, int budget) {
    Optional<AutomationState.Switch> last = last(handle);
    return new AutomationState(
        last.filter(AutomationState.Switch::stopped).isPresent(),
        last,
        freezes(handle, now),
        begun(handle, now),
        budget);
  }

  /// Why an automatic action must not be written now; nothing where it may. Nobody switches, and no
  /// other automatic write begins, before the end of the transaction.
  static Optional<String> objection(Handle handle, StoredAction action, int budget, Instant now) {
    if (!action.automatic()) {
      return Optional.empty();
    }
    takeTurn(handle);
    Optional<AutomationState.Switch> stop = last(handle).filter(AutomationState.Switch::stopped);
    if (stop.isPresent()) {
      return Optional.of(
          "automation was stopped by `%s`: %s".formatted(stop.get().actor(), stop.get().reason()));
    }
    Optional<Freeze> freeze = holding(handle, action.product(), now);
    if (freeze.isPresent()) {
      return Optional.of(
          "a freeze holds until %s: %s".formatted(freeze.get().to(), freeze.get().reason()));
    }
    boolean isCounted =
        action.wroteAt().isPresent() || action.environment().equals(IncidentKey.DRILL);
    return isCounted || begun(handle, now) < budget
        ? Optional.empty()
        : Optional.of("the budget of %d automatic actions an hour is used up".formatted(budget));
  }

  /// How many automatic actions were first written within the last hour.
  private static int begun(Handle handle, Instant now) {
    return handle
        .createQuery(
            """
            select count(*) from actions
            where automatic and wrote_at > :since and environment <> :drill
            """)
        .bind("drill", IncidentKey.DRILL)
        .bind("since", now.minus(HOUR))
        .mapTo(Integer.class)
        .one();
  }
}
