package dev.ombud.response;

import dev.ombud.audit.AuditEvent;
import dev.ombud.audit.EventStore;
import dev.ombud.database.Database;
import dev.ombud.domain.ActionKind;
import dev.ombud.domain.Outcome;
import dev.ombud.response.EffectCheck.Conclusion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The table of effects. Thread-safe.
public final class EffectStore {
  private static final List<String> MITIGATIONS =
      Arrays.stream(ActionKind.values()).filter(ActionKind::mitigates).map(Enum::name).toList();

  private final Database database;

  public EffectStore(Database database) {
    this.database = database;
  }

  /// Opens the window of each mitigation that was carried out since a moment.
  void open(Instant since, Duration window) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                insert into effects (action_id, decision_id, executed_at, look_until)
                select id, decision_id, changed_at, changed_at + make_interval(secs => :seconds)
                from actions
                where state = 'DONE' and kind = any (:kinds) and changed_at >= :since
                on conflict do nothing
                """)
            .bind("seconds", window.toSeconds())
            .bindArray("kinds", String.class, MITIGATIONS)
            .bind("since", since.atOffset(ZoneOffset.UTC))
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
            .bind("now", now.atOffset(ZoneOffset.UTC))
            .bind("most", most)
            .map((row, context) -> read(row))
            .list());
  }

  public List<SeenEffect> of(UUID decisionId) {
    return database.ask(handle ->
        handle
            .createQuery("select * from effects where decision_id = :decision order by action_id")
            .bind("decision", decisionId)
            .map((row, context) -> read(row))
            .list());
  }

  /// False where another instance was first.
  boolean conclude(UUID actionId, Conclusion conclusion, String measured, AuditEvent event) {
    return database.change(handle -> {
      int changed =
          handle
              .createUpdate(
                  """
                  update effects
                  set concluded_at = :at, outcome = :outcome, reason = :reason, measured = :measured
                  where action_id = :action and concluded_at is null
                  """)
              .bind("at", event.at().atOffset(ZoneOffset.UTC))
              .bind("outcome", conclusion.outcome().name())
              .bind("reason", conclusion.reason())
              .bind("measured", measured)
              .bind("action", actionId)
              .execute();
      if (changed == 1) {
        EventStore.append(handle, event);
      }
      return changed == 1;
    });
  }

  private static SeenEffect read(ResultSet row) throws SQLException {
    return new SeenEffect(
        row.getObject("action_id", UUID.class),
        row.getObject("decision_id", UUID.class),
        row.getObject("executed_at", OffsetDateTime.class).toInstant(),
        row.getObject("look_until", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getObject("concluded_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        Optional.ofNullable(row.getString("outcome")).map(Outcome::valueOf),
        Optional.ofNullable(row.getString("reason")));
  }
}
