package dev.ombud.act.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.record.log.EventRow;
import dev.ombud.testing.Proposals;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: an answer holds for exactly what was read, is given once, and sets off exactly what it let
/// through; whatever nobody answers ends as nobody's answer. Method: proposals straight into the
/// store, answers in every order, a double that notes what is set off, and the events.
final class ReviewsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final Desk desk = new Desk(POSTGRES);

  @BeforeEach
  void empty() {
    desk.empty();
  }

  @Test
  void anApprovalLetsAllThroughAndIsOnRecord() {
    Review review = desk.propose(Proposals.of("shop").tier(Tier.TIER_3, Proposals.ROLLBACK));
    Review approved = desk.answer(review, new ReviewAnswer.Approve());

    assertThat(approved.state()).isEqualTo(ReviewState.APPROVED);
    assertThat(approved.closed().orElseThrow().by()).isEqualTo("rita");
    assertThat(approved.closed().orElseThrow().ordinals()).containsExactly(1, 2, 3, 4);
    assertThat(approved.proposal().actions()).isEqualTo(review.proposal().actions());
    assertThat(approved.bindingHash()).isEqualTo(review.bindingHash());
    assertThat(desk.noted.calls).containsExactly("release [1, 2, 3, 4] APPROVED");
    EventRow event = desk.events(review).getFirst();
    assertThat(event.kind()).isEqualTo("REVIEW_APPROVED");
    assertThat(event.actor()).isEqualTo("rita");
    assertThat(event.reason()).isEqualTo("looked at it");
    assertThat(event.decisionId()).isEqualTo(review.proposal().decisionId());
    assertThat(event.detail())
        .contains(review.bindingHash())
        .contains("ROLLBACK_RELEASE release:7.18.1->7.18.0")
        .contains("\"released\":[1,2,3,4]");
  }

  @Test
  void aRejectionLetsNothingThroughAndKeepsWhatWasProposed() {
    Review review = desk.propose(Proposals.of("shop"));
    Review rejected = desk.answer(review, new ReviewAnswer.Reject());

    assertThat(rejected.state()).isEqualTo(ReviewState.REJECTED);
    assertThat(rejected.closed().orElseThrow().ordinals()).isEmpty();
    assertThat(rejected.proposal().actions()).isEqualTo(Proposals.SWITCH);
    assertThat(desk.noted.calls).containsExactly("drop [1] REJECTED");
    assertThat(desk.events(review)).extracting(EventRow::kind).containsExactly("REVIEW_REJECTED");
  }

  @Test
  void aRejectionIsHeardOfAlsoWhereNothingWaitedForIt() {
    Review review = desk.propose(Proposals.of("shop").tier(Tier.NONE, List.of()));
    desk.noted.answers.clear();
    desk.noted.calls.clear();
    desk.answer(review, new ReviewAnswer.Reject());
    assertThat(desk.noted.calls).isEmpty();
    assertThat(desk.noted.answers).containsExactly(ReviewState.REJECTED);
  }

  @Test
  void anAmendmentOnlyNarrows() {
    Proposals wide = Proposals.of("shop").tier(Tier.TIER_3, Proposals.ROLLBACK);
    checkAmended(
        wide,
        new ReviewAnswer.Only(List.of(4, 1)),
        "release [1, 4] AMENDED",
        "drop [2, 3] AMENDED");
    checkAmended(
        wide, new ReviewAnswer.UpTo(Tier.TIER_1), "release [1, 4] AMENDED", "drop [2, 3] AMENDED");
    checkAmended(
        wide, new ReviewAnswer.UpTo(Tier.TIER_2), "release [1, 2, 4] AMENDED", "drop [3] AMENDED");
    checkAmended(
        wide, new ReviewAnswer.UpTo(Tier.NONE), "release [4] AMENDED", "drop [1, 2, 3] AMENDED");
    checkRefused(wide, new ReviewAnswer.UpTo(Tier.TIER_3), "approve it instead");
    checkRefused(wide, new ReviewAnswer.Only(List.of(1, 2, 3, 4)), "approve it instead");
    checkRefused(wide, new ReviewAnswer.Only(List.of()), "reject it instead");
    checkRefused(wide, new ReviewAnswer.Only(List.of(1, 5)), "action 5 was not proposed");
    checkRefused(Proposals.of("shop"), new ReviewAnswer.UpTo(Tier.NONE), "reject it instead");
  }

  private void checkAmended(Proposals proposal, ReviewAnswer answer, String... calls) {
    desk.noted.calls.clear();
    Review review = desk.propose(proposal.later());
    assertThat(desk.answer(review, answer).state()).isEqualTo(ReviewState.AMENDED);
    assertThat(desk.noted.calls).containsExactly(calls);
    assertThat(desk.events(review)).extracting(EventRow::kind).containsExactly("REVIEW_AMENDED");
  }

  private void checkRefused(Proposals proposal, ReviewAnswer answer, String why) {
    desk.noted.calls.clear();
    Review review = desk.propose(proposal.later());
    ServiceException refusal = desk.refused(review, review.bindingHash(), answer);
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(refusal.detail()).contains(why);
    assertThat(desk.reviews.find(review.id()).orElseThrow().state()).isEqualTo(ReviewState.OPEN);
    assertThat(desk.noted.calls).isEmpty();
    assertThat(desk.events(review)).isEmpty();
  }

  @Test
  void anAnswerToSomethingElseIsRefused() {
    Review review = desk.propose(Proposals.of("shop"));
    Review other = desk.propose(Proposals.of("shop"));
    assertThat(review.bindingHash()).isNotEqualTo(other.bindingHash());
    for (String hash : List.of(other.bindingHash(), "sha256:00", "")) {
      ServiceException refusal = desk.refused(review, hash, new ReviewAnswer.Approve());
      assertThat(refusal.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    }
    assertThat(desk.reviews.find(review.id()).orElseThrow().state()).isEqualTo(ReviewState.OPEN);
    assertThat(desk.noted.calls).isEmpty();
  }

  @Test
  void theHashCoversWhatIsDoneToWhomAndOnWhatEvidence() {
    Proposals first = Proposals.of("shop");
    String hash = desk.propose(first).bindingHash();
    // The same decision of the same content has the same hash, whatever its place in the queue is.
    assertThat(desk.propose(first.priority(99).severity(Severity.P1)).bindingHash())
        .isEqualTo(hash);
    assertThat(desk.propose(first.later()).bindingHash()).isNotEqualTo(hash);
    assertThat(desk.propose(first.tier(Tier.TIER_1, Proposals.ROLLBACK)).bindingHash())
        .isNotEqualTo(hash);
    assertThat(desk.propose(first.tier(Tier.TIER_2, Proposals.SWITCH)).bindingHash())
        .isNotEqualTo(hash);
  }

  @Test
  void theHashTellsWhatIsCarriedOutFromWhatIsOnlySaid() {
    Proposals first = Proposals.of("shop");
    Proposed action = Proposals.SWITCH.getFirst();
    Proposed said = new Proposed(1, action.kind(), action.target(), true, null);
    Review carried = desk.propose(first);
    Review recommended = desk.propose(first.tier(Tier.TIER_1, List.of(said)));
    assertThat(recommended.bindingHash()).isNotEqualTo(carried.bindingHash());
    assertThat(recommended.proposal().actions()).as("as it was stored").containsExactly(said);
    ServiceException refusal =
        desk.refused(recommended, carried.bindingHash(), new ReviewAnswer.Approve());
    assertThat(refusal.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
  }

  @Test
  void agreeingWithARecommendationIsOnRecordAndReleasesNothing() {
    Review review =
        desk.propose(
            Proposals.of("shop")
                .tier(
                    Tier.TIER_3,
                    List.of(
                        Proposals.SWITCH.getFirst(),
                        new Proposed(2, ActionKind.ROLLBACK_RELEASE, "release:2->1", true, null))));
    Review approved = desk.answer(review, new ReviewAnswer.Approve());
    assertThat(approved.released()).containsExactly(1);
    assertThat(approved.agreed()).containsExactly(2);
    assertThat(AnswerWords.outcome(approved))
        .isEqualTo("1 of 1 actions go on, 1 of 1 recommended agreed with, for people to do");
    assertThat(desk.events(review).getFirst().detail())
        .contains("\"released\":[1]", "\"agreed\":[2]", "\"dropped\":[]")
        .contains("ROLLBACK_RELEASE release:2->1, only recommended");
  }

  @Test
  void whatSomebodyForbadeCanStillBeAgreedWithWhereItIsOnlySaid() {
    Overrides overrides =
        new Overrides(desk.database, new TimeIds(Clock.systemUTC()), Duration.ofDays(7));
    overrides.place(
        "said",
        "release:2",
        HumanOverride.Effect.FORBID_MITIGATION,
        Instant.now().plus(Duration.ofHours(1)),
        "olga",
        "the fix is on its way");
    Proposed said = new Proposed(1, ActionKind.ROLLBACK_RELEASE, "release:2->1", true, null);
    Review review = desk.propose(Proposals.of("said").tier(Tier.TIER_3, List.of(said)));
    assertThat(desk.answer(review, new ReviewAnswer.Approve()).state())
        .isEqualTo(ReviewState.APPROVED);
  }

  @Test
  void aPartDoesNotGoWithoutWhatItIsAPartOf() {
    Proposals tickets =
        Proposals.of("shop")
            .tier(
                Tier.NONE,
                List.of(
                    new Proposed(2, ActionKind.OPEN_TICKET, "team:a"),
                    new Proposed(3, ActionKind.OPEN_TICKET, "team:b", false, 2),
                    new Proposed(4, ActionKind.OPEN_TICKET, "team:c", false, 1)));
    checkRefused(tickets, new ReviewAnswer.Only(List.of(3, 4)), "action 3 is a part of action 2");
    checkAmended(
        tickets,
        new ReviewAnswer.Only(List.of(2, 3)),
        "release [2, 3] AMENDED",
        "drop [4] AMENDED");
    // What was not proposed goes anyway, and its part may follow.
    checkAmended(
        tickets, new ReviewAnswer.Only(List.of(4)), "release [4] AMENDED", "drop [2, 3] AMENDED");
  }

  @Test
  void newerEvidenceVoidsWhatSomebodyReadsAndSaysWhatChanged() {
    Proposals first = Proposals.of("shop");
    Review read = desk.propose(first);
    Review next = desk.propose(first.later().tier(Tier.TIER_3, Proposals.ROLLBACK));

    ServiceException refusal = desk.refused(read, read.bindingHash(), new ReviewAnswer.Approve());
    assertThat(refusal.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(refusal.detail())
        .contains("`" + next.id() + "` took its place")
        .contains("tier TIER_3 in place of TIER_1")
        .contains("with ROLLBACK_RELEASE release:7.18.1->7.18.0")
        .contains("on the evidence of decision `" + next.proposal().decisionId() + "`");
    assertThat(refusal.members()).containsEntry("reviewId", next.id().toString());

    Review voided = desk.reviews.find(read.id()).orElseThrow();
    assertThat(voided.state()).isEqualTo(ReviewState.SUPERSEDED);
    assertThat(voided.supersededBy()).contains(next.proposal().decisionId());
    assertThat(voided.closed().orElseThrow().by()).isEqualTo("service");
    assertThat(next.raisedFrom()).contains(Tier.TIER_1);
    assertThat(desk.events(read)).extracting(EventRow::kind).containsExactly("REVIEW_SUPERSEDED");
    assertThat(desk.answer(next, new ReviewAnswer.Approve()).state())
        .isEqualTo(ReviewState.APPROVED);
  }

  @Test
  void aCaseThatDoesNotWorsenRaisesNothing() {
    Proposals first = Proposals.of("shop").tier(Tier.TIER_3, Proposals.ROLLBACK);
    desk.propose(first);
    assertThat(desk.propose(first.later()).raisedFrom()).isEmpty();
    assertThat(desk.propose(first.later().tier(Tier.TIER_1, Proposals.SWITCH)).raisedFrom())
        .isEmpty();
  }

  @Test
  void whatWasAnsweredIsNotVoided() {
    Proposals first = Proposals.of("shop");
    Review approved = desk.answer(desk.propose(first), new ReviewAnswer.Approve());
    Review next = desk.propose(first.later());
    assertThat(desk.reviews.find(approved.id()).orElseThrow().state())
        .isEqualTo(ReviewState.APPROVED);
    assertThat(next.state()).isEqualTo(ReviewState.OPEN);
  }

  @Test
  void newerEvidenceThatAsksNothingVoidsToo() throws SQLException {
    Review read = desk.propose(Proposals.of("shop"));
    UUID decision = Proposals.id();
    UUID incident = java.util.Objects.requireNonNull(read.proposal().incidentId());
    try (Connection connection = desk.database.dataSource().getConnection()) {
      List<ReviewStore.Newer> newer =
          List.of(new ReviewStore.Newer(incident, decision, desk.now, desk.now, null));
      assertThat(ReviewStore.propose(connection, newer, List.of())).hasSize(1);
      assertThat(ReviewStore.propose(connection, newer, List.of())).isEmpty();
    }
    ServiceException refusal = desk.refused(read, read.bindingHash(), new ReviewAnswer.Approve());
    assertThat(refusal.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(refusal.detail()).contains("decision `" + decision + "` has newer evidence");
  }

  @Test
  void nobodyApprovesTwice() {
    Review review = desk.propose(Proposals.of("shop"));
    desk.answer(review, new ReviewAnswer.Approve());
    ServiceException refusal =
        desk.refused(review, review.bindingHash(), new ReviewAnswer.Approve());
    assertThat(refusal.code()).isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(refusal.detail()).contains("was approved by `rita` at");
    assertThat(desk.noted.calls).hasSize(1);
    assertThat(desk.events(review)).hasSize(1);
  }

  @Test
  void whatSetsSomethingOffAndFailsLeavesTheReviewOpen() {
    Reviews failing =
        new Reviews(
            desk.database,
            new TimeIds(Clock.systemUTC()),
            Proposals.PATIENCE,
            new ReviewStore.AnswerEffects() {
              @Override
              public void release(Handle handle, Review review, List<Integer> ordinals) {
                throw new IllegalStateException("no outbox");
              }

              @Override
              public void drop(Handle handle, Review review, List<Integer> ordinals) {}

              @Override
              public void answered(Handle handle, Review review) {}

              @Override
              public void escalate(Handle handle, Review review) {}
            });
    Review review = desk.propose(Proposals.of("shop"));
    assertThat(
            catchThrowableOfType(
                IllegalStateException.class,
                () ->
                    failing.answer(
                        review.id(),
                        review.bindingHash(),
                        new ReviewAnswer.Approve(),
                        "rita",
                        "yes")))
        .hasMessage("no outbox");
    assertThat(desk.reviews.find(review.id()).orElseThrow().state()).isEqualTo(ReviewState.OPEN);
    assertThat(desk.events(review)).isEmpty();
  }

  @Test
  void whatSomebodyForbadeIsNotApproved() {
    Overrides overrides =
        new Overrides(desk.database, new TimeIds(Clock.systemUTC()), Duration.ofDays(7));
    Review review = desk.propose(Proposals.of("shop").tier(Tier.TIER_3, Proposals.ROLLBACK));
    HumanOverride placed =
        overrides.place(
            "shop",
            "release:7.18.1",
            HumanOverride.Effect.FORBID_MITIGATION,
            Instant.now().plus(Duration.ofHours(1)),
            "olga",
            "the fix is on its way");
    ServiceException refusal =
        desk.refused(review, review.bindingHash(), new ReviewAnswer.Approve());
    assertThat(refusal.code()).isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(refusal.detail()).contains("`olga` forbade").contains(placed.id().toString());
    assertThat(desk.answer(review, new ReviewAnswer.UpTo(Tier.TIER_1)).state())
        .isEqualTo(ReviewState.AMENDED);

    Review other = desk.propose(Proposals.of("shop").tier(Tier.TIER_3, Proposals.ROLLBACK));
    overrides.end(placed.id(), "olga", "it is out");
    assertThat(desk.answer(other, new ReviewAnswer.Approve()).state())
        .isEqualTo(ReviewState.APPROVED);
  }
}
