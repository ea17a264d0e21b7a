package dev.ombud.response;

import dev.ombud.action.ActionStore;
import dev.ombud.action.LaterStore;
import dev.ombud.action.NewAction;
import dev.ombud.domain.ActionKind;
import dev.ombud.domain.ActionState;
import dev.ombud.domain.TimeIds;
import dev.ombud.review.Lane;
import dev.ombud.review.Proposal;
import dev.ombud.review.Review;
import dev.ombud.review.ReviewStore.Carrying;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Carries out what people answer: what they let through goes to the outbox, the rest is closed,
/// and those who were told already hear of it. Thread-safe.
public final class ReleaseStore implements Carrying {
  /// The ordinal of what tells people again; decisions themselves never ask for that many actions.
  private static final int ESCALATION = 1_000;

  private final TimeIds ids;
  private final Clock clock;
  private final Runnable wake;
  private final Endings endings;

  /// @param wake told once something is due, after its commit
  public ReleaseStore(TimeIds ids, Clock clock, Runnable wake) {
    this.ids = ids;
    this.clock = clock;
    this.wake = wake;
    this.endings = new Endings(ids);
  }

  @Override
  public void release(Handle handle, Review review, List<Integer> ordinals) {
    ActionStore.release(
        handle, review.proposal().decisionId(), Set.copyOf(ordinals), clock.instant());
    handle.afterCommit(wake);
  }

  @Override
  public void drop(Handle handle, Review review, List<Integer> ordinals) {
    String why = review.closed().map(Review.Closed::reason).orElse("the review was voided");
    Set<Integer> closed = Set.copyOf(ordinals);
    if (review.ending().isPresent()) {
      ActionStore.expire(handle, review.proposal().decisionId(), closed, why, clock.instant());
    } else {
      ActionStore.reject(handle, review.proposal().decisionId(), closed, why, clock.instant());
    }
  }

  @Override
  public void answered(Handle handle, Review review) {
    try {
      endings.answered(handle.getConnection(), review, clock.instant());
      handle.afterCommit(wake);
    } catch (SQLException e) {
      throw new IllegalStateException("those who were told could not be told of the answer", e);
    }
  }

  @Override
  public void escalate(Handle handle, Review review) {
    Proposal proposal = review.proposal();
    NewAction again =
        new NewAction(
            ids.next(),
            proposal.decisionId(),
            ordinal(handle, proposal.decisionId()),
            null,
            proposal.lane() == Lane.FAST ? ActionKind.PAGE_OWNER : ActionKind.NOTIFY,
            "team:" + proposal.owner(),
            proposal.product(),
            proposal.key().environment(),
            proposal.incidentId(),
            ActionState.QUEUED,
            clock.instant());
    try {
      ActionStore.enqueue(handle.getConnection(), List.of(again));
      handle.afterCommit(wake);
    } catch (SQLException e) {
      throw new IllegalStateException("nobody could be told again", e);
    }
  }

  /// Several reviews of one decision may end in vain.
  private static int ordinal(Handle handle, UUID decisionId) {
    return LaterStore.nextOrdinals(handle, List.of(decisionId), ESCALATION)
        .getOrDefault(decisionId, ESCALATION);
  }
}
