package dev.ombud.act.effect;

import dev.ombud.act.effect.EffectCheck.Conclusion;
import dev.ombud.act.outbox.ActionFactsStore;
import dev.ombud.act.outbox.ActionFactsStore.Mitigated;
import dev.ombud.ground.database.Database;
import dev.ombud.record.decision.OnRecordStore;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The table of effects. Thread-safe.
public final class EffectStore {
  /// Nobody waits longer for a window as long as that of the evidence.
  private static final Duration MAX_TIME = Duration.ofDays(31);

  private final Database database;

  public EffectStore(Database database) {
    this.database = database;
  }

  /// Opens the window of each mitigation that was carried out since a moment: as long as it takes
  /// that a window like that of its evidence begins after it and ends, and some time more.
  ///
  /// @param window the time more
  void open(Instant since, Duration window) {
    database.change(handle -> {
      List<Mitigated> mitigated = ActionFactsStore.mitigated(handle, since);
      Map<UUID, Duration> windows =
          OnRecordStore.windows(handle, mitigated.stream().map(Mitigated::decisionId).toList());
      List<Mitigated> known =
          mitigated.stream().filter(each -> windows.containsKey(each.decisionId())).toList();
      return handle
          .createUpdate(
              """
              insert into effects (action_id, decision_id, executed_at, look_until)
              select * from unnest(:actions, :decisions, cast(:at as timestamptz[]),
                cast(:until as timestamptz[]))
              on conflict do nothing
              """)
          .bindArray("actions", UUID.class, known.stream().map(Mitigated::id).toList())
          .bindArray("decisions", UUID.class, known.stream().map(Mitigated::decisionId).toList())
          .bindArray("at", String.class, known.stream().map(each -> each.at().toString()).toList())
          .bindArray(
              "until",
              String.class,
              known.stream()
                  .map(each -> each.at().plus(window).plus(length(windows, each)).toString())
                  .toList())
          .execute();
    });
  }

  private static Duration length(Map<UUID, Duration> windows, Mitigated mitigated) {
    Duration length = windows.getOrDefault(mitigated.decisionId(), MAX_TIME);
    return length.compareTo(MAX_TIME) < 0 ? length : MAX_TIME;
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
    return database.ask(handle -> ActionFactsStore.restoredAt(handle, decisionId));
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
