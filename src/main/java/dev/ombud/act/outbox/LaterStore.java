package dev.ombud.act.outbox;

import dev.ombud.act.action.NewAction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Adds actions to decisions that were made before: what is proposed once it is known whether a
/// mitigation helped, and what tells others what has happened. Stateless.
public final class LaterStore {
  /// What only tells others about a decision has ordinals from here on.
  public static final int FIRST_NOTICE = 3_000;

  /// Each range of ordinals has so many.
  static final int RANGE = 1_000;

  private LaterStore() {}

  /// The next ordinal of each of some decisions within a range.
  ///
  /// @param first of the range
  public static Map<UUID, Integer> nextOrdinals(
      Handle handle, Collection<UUID> decisionIds, int first) {
    Map<UUID, Integer> next = new HashMap<>();
    decisionIds.forEach(id -> next.put(id, first));
    handle
        .createQuery(
            """
            select decision_id, max(ordinal) + 1 from actions
            where decision_id = any (:decisions) and ordinal >= :first and ordinal < :end
            group by decision_id
            """)
        .bind("first", first)
        .bind("end", first + RANGE)
        .bindArray("decisions", UUID.class, decisionIds)
        .map((row, _) -> Map.entry(row.getObject(1, UUID.class), row.getInt(2)))
        .forEach(entry -> next.put(entry.getKey(), entry.getValue()));
    return next;
  }

  /// Adds actions of which some are parts of actions that were there before: those whose parent has
  /// ended are due at once.
  public static void enqueue(Handle handle, List<NewAction> actions, Instant now) {
    // Whoever ends the parent at this moment waits, and then sees its child.
    handle
        .createQuery(
            """
            select p.id
            from unnest(cast(:decisions as uuid[]), cast(:parents as integer[]))
                as child (decision_id, parent)
              join actions p on p.decision_id = child.decision_id and p.ordinal = child.parent
            for share of p
            """)
        .bindArray(
            "decisions", UUID.class, parts(actions).stream().map(NewAction::decisionId).toList())
        .bindArray(
            "parents", Integer.class, parts(actions).stream().map(NewAction::parent).toList())
        .mapTo(UUID.class)
        .list();
    try {
      ActionStore.enqueue(handle.getConnection(), actions);
    } catch (SQLException e) {
      throw new IllegalStateException("actions could not be added", e);
    }
    handle
        .createUpdate(
            """
            update actions c set due_at = :now, turn_at = :now from actions p
            where c.id = any (:ids) and c.state = 'QUEUED' and c.due_at is null
              and p.decision_id = c.decision_id and p.ordinal = c.parent
              and p.state in ('DONE', 'REFUSED', 'DROPPED', 'EXPIRED', 'SUPPRESSED')
            """)
        .bind("now", now)
        .bindArray("ids", UUID.class, parts(actions).stream().map(NewAction::actionId).toList())
        .execute();
  }

  private static List<NewAction> parts(List<NewAction> actions) {
    return actions.stream().filter(action -> action.parent() != null).toList();
  }
}
