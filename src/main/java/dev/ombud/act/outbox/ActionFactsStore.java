package dev.ombud.act.outbox;

import dev.ombud.act.action.LiveState;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.domain.IncidentKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// What others ask of actions without reading them. Each in the transaction of the asker.
/// Stateless.
public final class ActionFactsStore {
  /// As constants, so that the planner sees that the partial index has them all.
  private static final String MITIGATIONS = kinds(ActionKind::mitigates);

  private ActionFactsStore() {}

  /// A list of kinds as SQL has it.
  static String kinds(Predicate<ActionKind> which) {
    return Arrays.stream(ActionKind.values())
        .filter(which)
        .map(kind -> "'" + kind + "'")
        .collect(Collectors.joining(", "));
  }

  /// Where an action stands.
  public record Place(UUID decisionId, int ordinal) {}

  /// An action that opens a ticket.
  public record Opening(int ordinal, String target) {}

  /// How far an action is.
  public record Act(ActionKind kind, LiveState state, boolean isDrill) {}

  /// A mitigation that was carried out.
  public record Mitigated(UUID id, UUID decisionId, Instant at) {}

  public static Optional<Place> place(Handle handle, UUID id) {
    return handle
        .createQuery("select decision_id, ordinal from actions where id = ?")
        .bind(0, id)
        .mapTo(Place.class)
        .findOne();
  }

  /// The action that opened a ticket, the newest of them.
  public static Optional<Place> opened(Handle handle, String ticket) {
    return handle
        .createQuery(
            """
            select decision_id, ordinal from actions
            where kind = 'OPEN_TICKET' and receipt_reference = ?
            order by id desc limit 1
            """)
        .bind(0, ticket)
        .mapTo(Place.class)
        .findOne();
  }

  /// The action of a decision that told people of something.
  public static Optional<Place> told(Handle handle, UUID decisionId, String target) {
    return handle
        .createQuery(
            """
            select decision_id, ordinal from actions
            where decision_id = :decision and ordinal >= :first and target = :target limit 1
            """)
        .bind("decision", decisionId)
        .bind("first", LaterStore.FIRST_NOTICE)
        .bind("target", target)
        .mapTo(Place.class)
        .findOne();
  }

  /// The actions of a decision that open the tickets of the whole incident.
  public static List<Opening> openings(Handle handle, UUID decisionId) {
    return handle
        .createQuery(
            """
            select ordinal, target from actions
            where decision_id = ? and kind = 'OPEN_TICKET' and parent is null
            order by ordinal
            """)
        .bind(0, decisionId)
        .mapTo(Opening.class)
        .list();
  }

  /// The decisions of an incident that asked for anything.
  public static List<UUID> decisions(Handle handle, UUID incident) {
    return handle
        .createQuery("select distinct decision_id from actions where incident_id = ?")
        .bind(0, incident)
        .mapTo(UUID.class)
        .list();
  }

  /// The actions of a decision, without what only tells others about it.
  public static List<Act> acts(Handle handle, UUID decisionId) {
    return handle
        .createQuery(
            """
            select kind, state, environment = :drill as is_drill from actions
            where decision_id = :decision and ordinal < :notices
            """)
        .bind("drill", IncidentKey.DRILL)
        .bind("decision", decisionId)
        .bind("notices", LaterStore.FIRST_NOTICE)
        .mapTo(Act.class)
        .list();
  }

  /// The mitigations that were carried out since a moment, but for drills.
  public static List<Mitigated> mitigated(Handle handle, Instant since) {
    return handle
        .createQuery(
            """
            select a.id, a.decision_id, a.changed_at as at from actions a
            where a.state = 'DONE' and a.kind in (%s) and a.changed_at >= :since
              and a.environment <> :drill
            """
                .formatted(MITIGATIONS))
        .bind("since", since)
        .bind("drill", IncidentKey.DRILL)
        .mapTo(Mitigated.class)
        .list();
  }

  /// When a mitigation of a decision was first taken back.
  public static Optional<Instant> restoredAt(Handle handle, UUID decisionId) {
    return handle
        .createQuery(
            """
            select changed_at from actions
            where decision_id = ? and kind = 'RESTORE' and state = 'DONE'
            order by changed_at limit 1
            """)
        .bind(0, decisionId)
        .mapTo(Instant.class)
        .findOne();
  }

  /// Whether an experiment's pause was asked for about a product since an id was made, but for
  /// drills.
  public static boolean isPauseAsked(Handle handle, String target, String product, UUID since) {
    return handle
        .createQuery(
            """
            select exists (
              select from actions
              where target = :target and kind = 'PAUSE_EXPERIMENT' and id >= :since
                and environment <> :drill and product = :product
            )
            """)
        .bind("target", target)
        .bind("drill", IncidentKey.DRILL)
        .bind("product", product)
        .bind("since", since)
        .mapTo(Boolean.class)
        .one();
  }
}
