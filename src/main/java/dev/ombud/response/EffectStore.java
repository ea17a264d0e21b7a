package dev.ombud.response;

import dev.ombud.audit.AuditEvent;
import dev.ombud.audit.EventStore;
import dev.ombud.database.Database;
import dev.ombud.domain.ActionKind;
import dev.ombud.response.EffectCheck.Conclusion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// The table of effects. Thread-safe.
public final class EffectStore {
  /// As constants, so that the planner sees that the partial index has them all.
  private static final String MITIGATIONS =
      Arrays.stream(ActionKind.values())
          .filter(ActionKind::mitigates)
          .map(kind -> "'" + kind + "'")
          .collect(Collectors.joining(", "));

  /// Nobody waits longer for a window as long as that of the evidence.
  private static final int LONGEST_DAYS = 31;

  private final Database database;

  public EffectStore(Database database) {
    this.database = database;
  }

  /// Opens the window of each mitigation that was carried out since a moment: as long as it takes
  /// that a window like that of its evidence begins after it and ends, and some time more.
  ///
  /// @param window the time more
  void open(Instant since, Duration window) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                insert into effects (action_id, decision_id, executed_at, look_until)
                select a.id, a.decision_id, a.changed_at,
                  a.changed_at + make_interval(secs => :seconds)
                    + least(d.window_end - d.window_start, make_interval(days => :days))
                from actions a join decisions d on d.id = a.decision_id
                where a.state = 'DONE' and a.kind in (%s) and a.changed_at >= :since
                  and a.environment <> :drill
                on conflict do nothing
                """
                    .formatted(MITIGATIONS))
            .bind("seconds", window.toSeconds())
            .bind("days", LONGEST_DAYS)
            .bind("since", since)
            .bind("drill", Sandbox.ENVIRONMENT)
            .execute());
  }

  /// Those whose window is over.
  List<SeenEffect> due(Instant now, int most) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select * from effects where concluded_at is null and look_until <= :now
                order by look_until limit :most
                """)
            .bind("now", now)
            .bind("most", most)
            .mapTo(SeenEffect.class)
            .list());
  }

  public List<SeenEffect> of(UUID decisionId) {
    return database.ask(handle ->
        handle
            .createQuery("select * from effects where decision_id = :decision order by action_id")
            .bind("decision", decisionId)
            .mapTo(SeenEffect.class)
            .list());
  }

  /// When a mitigation of a decision was first taken back.
  Optional<Instant> restoredAt(UUID decisionId) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select min(changed_at) from actions
                where decision_id = :decision and kind = 'RESTORE' and state = 'DONE'
                """)
            .bind("decision", decisionId)
            .mapTo(Instant.class)
            .findOne());
  }

  /// False where another instance was first.
  ///
  /// @param escalation what follows, in the same transaction
  boolean conclude(
      UUID actionId,
      Conclusion conclusion,
      String measured,
      AuditEvent event,
      InTransaction escalation) {
    return database.change(handle -> {
      int changed =
          handle
              .createUpdate(
                  """
                  update effects
                  set concluded_at = :at, outcome = :outcome, reason = :reason, measured = :measured
                  where action_id = :action and concluded_at is null
                  """)
              .bind("at", event.at())
              .bind("outcome", conclusion.outcome())
              .bind("reason", conclusion.reason())
              .bind("measured", measured)
              .bind("action", actionId)
              .execute();
      if (changed == 1) {
        EventStore.append(handle, event);
        follow(handle.getConnection(), escalation);
      }
      return changed == 1;
    });
  }

  /// What follows a conclusion.
  @FunctionalInterface
  interface InTransaction {
    void run(Connection connection) throws SQLException;
  }

  private static void follow(Connection connection, InTransaction escalation) {
    try {
      escalation.run(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("what did not help could not be escalated", e);
    }
  }
}
