package dev.ombud.act.response;

import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.NewAction;
import dev.ombud.act.outbox.ActionStore;
import dev.ombud.act.outbox.ApprovalStore;
import dev.ombud.act.outbox.LaterStore;
import dev.ombud.act.review.Proposal;
import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewLane;
import dev.ombud.act.review.ReviewState;
import dev.ombud.act.review.ReviewStore.AnswerEffects;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Carries out what people answer: what they let through goes to the outbox, the rest is closed,
/// and those who were told already hear of it. Thread-safe.
public final class ReleaseStore implements AnswerEffects {
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
    UUID decisionId = review.proposal().decisionId();
    Review.Closed closed = review.closed().orElseThrow();
    Set<Integer> released = Set.copyOf(review.released());
    ApprovalStore.release(handle, decisionId, released, clock.instant());
    ApprovalStore.agree(
        handle,
        decisionId,
        Set.copyOf(review.agreed()),
        "`%s` agreed, and it is theirs to do: %s".formatted(closed.by(), closed.reason()),
        clock.instant());
    requireGone(ActionStore.stateOf(handle, decisionId), review);
    handle.afterCommit(wake);
  }

  /// An answer that would say that something goes, and it does not, is not given.
  private static void requireGone(Map<Integer, LiveState> states, Review review) {
    for (Proposed action : review.proposal().actions()) {
      LiveState state = states.get(action.ordinal());
      if (state != null
          && review.released().contains(action.ordinal())
          && state != LiveState.QUEUED) {
        throw new ServiceException(
            ErrorCode.WRONG_STATE,
            "action %d, `%s`, is %s by now and cannot go: leave it out, or reject the review"
                .formatted(action.ordinal(), action.words(), state));
      }
    }
  }

  @Override
  public void drop(Handle handle, Review review, List<Integer> ordinals) {
    Review.Closed answer = review.closed().orElseThrow();
    UUID decisionId = review.proposal().decisionId();
    Set<Integer> dropped = Set.copyOf(ordinals);
    if (review.ending().isPresent()) {
      ApprovalStore.expire(handle, decisionId, dropped, answer.reason(), clock.instant());
    } else {
      String what = review.state() == ReviewState.REJECTED ? "rejected it" : "left it out";
      ApprovalStore.reject(
          handle,
          decisionId,
          dropped,
          "`%s` %s: %s".formatted(answer.by(), what, answer.reason()),
          clock.instant());
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
            proposal.lane() == ReviewLane.FAST ? ActionKind.PAGE_OWNER : ActionKind.NOTIFY,
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
