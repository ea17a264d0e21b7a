package dev.ombud.act.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.review.Proposal;
import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewLane;
import dev.ombud.act.review.ReviewState;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.record.decision.FollowUp.Decided;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: a person who says no is heard by those who were told, and by nobody else.
final class AnsweredTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final EndingDesk desk = new EndingDesk(POSTGRES);

  private static final List<Proposed> SWITCH =
      List.of(new Proposed(1, ActionKind.DISABLE_FLAG, "flag:f"));

  private Review answered(
      Decided decided, List<Proposed> proposed, ReviewState state, Integer... ordinals) {
    Instant now = decided.decision().decidedAt();
    Proposal proposal =
        new Proposal(
            desk.ids.next(),
            decided.decision().decisionId(),
            desk.incident,
            IncidentKey.of(EndingDesk.SURGE),
            "checkout",
            Severity.P1,
            Tier.TIER_1,
            Scope.COHORT,
            1,
            1,
            "a",
            ReviewLane.FAST,
            proposed,
            new byte[32],
            now,
            now,
            now.plusSeconds(1));
    return new Review(
        proposal,
        state,
        Optional.empty(),
        Optional.of(new Review.Closed(now, "rita", "no", List.of(ordinals))),
        Optional.empty(),
        Optional.empty());
  }

  private void answer(Review review) throws SQLException {
    try (Connection connection = desk.database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      new Endings(desk.ids).answered(connection, review, Instant.now());
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  @Test
  void tellsWhoWasToldWhatAPersonSaidNoToAndNobodyElse() throws SQLException {
    desk.stands("OPEN");
    Decided first = desk.decided(EndingDesk.alarm(), false);
    Decided second = desk.decided(EndingDesk.alarm(), false);
    desk.store(first, second);
    desk.done(first, ActionKind.OPEN_TICKET, "PAY-1");
    desk.done(first, ActionKind.NOTIFY, "C1/17.1");
    desk.done(second, ActionKind.NOTIFY, "C1/17.2");
    answer(answered(second, SWITCH, ReviewState.APPROVED, 1));
    answer(answered(second, SWITCH, ReviewState.EXPIRED));
    answer(
        answered(
            second,
            List.of(new Proposed(2_000, ActionKind.RESTORE, "flag:f")),
            ReviewState.REJECTED));
    assertThat(desk.news(second)).isEmpty();
    answer(answered(second, SWITCH, ReviewState.REJECTED));
    // The ticket of the desk.incident, and the message of the decision; the page of the first
    // decision
    // is on its way, and that of the second one never goes.
    assertThat(desk.news(second))
        .containsExactly("ANSWERED #a", "ANSWERED team:a", "ANSWERED team:a");
    assertThat(desk.of(second).subList(0, 4))
        .extracting(StoredAction::state)
        .containsExactly(LiveState.QUEUED, LiveState.DROPPED, LiveState.DROPPED, LiveState.DONE);
    assertThat(desk.of(first).get(2).state()).isEqualTo(LiveState.QUEUED);
  }

  @Test
  void anAmendmentTellsOfWhatItLeavesOutAndARejectionOfANextStepResolvesNothing()
      throws SQLException {
    desk.stands("OPEN");
    Decided breach = desk.decided(EndingDesk.alarm(), false);
    desk.store(breach);
    desk.done(breach, ActionKind.OPEN_TICKET, "PAY-1");
    List<Proposed> two =
        List.of(SWITCH.getFirst(), new Proposed(2, ActionKind.SWITCH_FALLBACK, "surface:s"));
    Review amended = answered(breach, two, ReviewState.AMENDED, 1);
    assertThat(Endings.refusesAll(amended)).isFalse();
    assertThat(Endings.leftOut(amended)).containsExactly(2);
    answer(answered(breach, two, ReviewState.AMENDED, 1, 2));
    assertThat(desk.news(breach)).isEmpty();
    answer(amended);
    assertThat(desk.news(breach)).contains("ANSWERED team:a");
    assertThat(desk.of(breach).get(2).state()).as("the page").isEqualTo(LiveState.QUEUED);
    Review next =
        answered(
            breach,
            List.of(new Proposed(2_001, ActionKind.SWITCH_FALLBACK, "surface:s")),
            ReviewState.REJECTED);
    assertThat(Endings.refusesAll(next)).isFalse();
    assertThat(Endings.refusesAll(answered(breach, List.of(), ReviewState.REJECTED))).isTrue();
  }
}
