package dev.ombud.act.outbox;

import dev.ombud.act.action.LiveState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// What people's answers do to actions that waited for them, in the transaction of the answer.
/// Stateless.
public final class ApprovalStore {
  private ApprovalStore() {}

  /// Lets actions go that waited for a person who has now agreed. From here on they are that
  /// person's doing: neither the stop switch nor a freeze nor the budget holds them. A part waits
  /// for what it is a part of. What is only recommended does not go.
  ///
  /// @return how many there were; those in another state are left alone
  public static int release(Handle handle, UUID decisionId, Set<Integer> ordinals, Instant at) {
    // Whoever ends the parent at this moment waits, and then sees its child.
    handle
        .createQuery(
            """
            select p.id from actions c
              join actions p on p.decision_id = c.decision_id and p.ordinal = c.parent
            where c.decision_id = :decision and c.ordinal = any (:ordinals) for share of p
            """)
        .bind("decision", decisionId)
        .bindArray("ordinals", Integer.class, ordinals)
        .mapTo(UUID.class)
        .list();
    Map<UUID, Boolean> released = new HashMap<>();
    handle
        .createQuery(
            """
            update actions a set state = 'QUEUED', automatic = false, changed_at = :at,
              due_at = case when a.parent is null or exists (
                select from actions p where p.decision_id = a.decision_id and p.ordinal = a.parent
                  and p.state in ('DONE', 'REFUSED', 'DROPPED', 'EXPIRED', 'SUPPRESSED')
              ) then cast(:at as timestamptz) end
            where a.decision_id = :decision and a.ordinal = any (:ordinals)
              and a.state = 'AWAITING_APPROVAL'
            returning a.id, a.due_at is not null
            """)
        .bind("at", at)
        .bind("decision", decisionId)
        .bindArray("ordinals", Integer.class, ordinals)
        .map((row, _) -> Map.entry(row.getObject(1, UUID.class), row.getBoolean(2)))
        .forEach(entry -> released.put(entry.getKey(), entry.getValue()));
    ScheduleStore.add(
        handle,
        released.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList(),
        at);
    return released.size();
  }

  /// Notes that a person agreed with what is only recommended. It stays with people.
  public static void agree(
      Handle handle, UUID decisionId, Set<Integer> ordinals, String why, Instant at) {
    handle
        .createUpdate(
            """
            update actions set why = :why, changed_at = :at
            where decision_id = :decision and ordinal = any (:ordinals) and state = 'RECOMMENDED'
            """)
        .bind("why", why)
        .bind("at", at)
        .bind("decision", decisionId)
        .bindArray("ordinals", Integer.class, ordinals)
        .execute();
  }

  /// Closes actions that waited for a person who has now decided against them.
  public static int reject(
      Handle handle, UUID decisionId, Set<Integer> ordinals, String why, Instant at) {
    return close(handle, decisionId, ordinals, LiveState.DROPPED, why, at);
  }

  /// Closes actions that waited for a person in vain.
  public static int expire(
      Handle handle, UUID decisionId, Set<Integer> ordinals, String why, Instant at) {
    return close(handle, decisionId, ordinals, LiveState.EXPIRED, why, at);
  }

  private static int close(
      Handle handle,
      UUID decisionId,
      Set<Integer> ordinals,
      LiveState state,
      String why,
      Instant at) {
    List<UUID> closed =
        handle
            .createQuery(
                """
                update actions set state = :state, changed_at = :at, why = :why
                where decision_id = :decision and ordinal = any(:ordinals)
                  and state in ('AWAITING_APPROVAL', 'RECOMMENDED')
                returning id
                """)
            .bind("state", state.name())
            .bind("at", at)
            .bind("why", why)
            .bind("decision", decisionId)
            .bindArray("ordinals", Integer.class, ordinals)
            .mapTo(UUID.class)
            .list();
    if (!closed.isEmpty()) {
      ScheduleStore.addChildren(handle, closed, at);
    }
    return closed.size();
  }
}
