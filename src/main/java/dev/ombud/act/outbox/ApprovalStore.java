package dev.ombud.act.outbox;

import dev.ombud.act.action.LiveState;
import java.time.Instant;
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
    return handle
        .createUpdate(
            """
            update actions a set state = 'QUEUED', automatic = false, changed_at = :at,
              (due_at, turn_at) = (
                select cast(:at as timestamptz), cast(:at as timestamptz)
                where a.parent is null or exists (
                  select from actions p where p.decision_id = a.decision_id and p.ordinal = a.parent
                    and p.state in ('DONE', 'REFUSED', 'DROPPED', 'EXPIRED', 'SUPPRESSED')))
            where a.decision_id = :decision and a.ordinal = any (:ordinals)
              and a.state = 'AWAITING_APPROVAL'
            """)
        .bind("at", at)
        .bind("decision", decisionId)
        .bindArray("ordinals", Integer.class, ordinals)
        .execute();
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
    return handle
        .createQuery(
            """
            with changed as (
              update actions set state = :state, changed_at = :at, why = :why
              where decision_id = :decision and ordinal = any (:ordinals)
                and state in ('AWAITING_APPROVAL', 'RECOMMENDED')
              returning decision_id, ordinal, changed_at
            )%s
            select count(*) from changed
            """
                .formatted(ActionStore.PASS_ON))
        .bind("state", state.name())
        .bind("at", at)
        .bind("why", why)
        .bind("decision", decisionId)
        .bindArray("ordinals", Integer.class, ordinals)
        .mapTo(Integer.class)
        .one();
  }
}
