package dev.ombud.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.audit.AuditLog;
import dev.ombud.audit.EventQuery;
import dev.ombud.audit.EventRow;
import dev.ombud.database.Database;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.domain.Severity;
import dev.ombud.domain.Tier;
import dev.ombud.domain.TimeIds;
import dev.ombud.testing.Proposals;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: an answer holds for exactly what was read, is given once, and sets off exactly what it let
/// through; whatever nobody answers ends as nobody's answer. Method: proposals straight into the
/// store, answers in every order, a double that notes what is set off, and the events.
final class ReviewsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final Database database = POSTGRES.database();
  private final Noted noted = new Noted();
  private final Reviews reviews =
      new Reviews(database, new TimeIds(Clock.systemUTC()), Proposals.PATIENCE, noted);
  private final Instant now = Instant.ofEpochMilli(System.currentTimeMillis());

  /// Notes what is set off, as `release 1,2`.
  private static final class Noted implements ReviewStore.Carrying {
    final List<String> calls = new CopyOnWriteArrayList<>();

    @Override
    public void release(Handle handle, Review review, List<Integer> ordinals) {
      calls.add("release " + ordinals + " " + review.state());
    }

    @Override
    public void drop(Handle handle, Review review, List<Integer> ordinals) {
      calls.add("drop " + ordinals + " " + review.state());
    }

    @Override
    public void escalate(Handle handle, Review review) {
      calls.add("escalate " + review.proposal().lane());
    }
  }

  @BeforeEach
  void empty() throws SQLException {
    try (Connection owner = POSTGRES.connectAsOwner();
        java.sql.Statement statement = owner.createStatement()) {
      statement.execute("truncate reviews, overrides");
    }
  }

  private Review propose(Proposals proposal) {
    return reviews.find(Proposals.propose(database, proposal.at(now))).orElseThrow();
  }

  private Review answer(Review review, Answer answer) {
    return reviews.answer(review.id(), review.bindingHash(), answer, "rita", "looked at it");
  }

  private ServiceException refused(Review review, String hash, Answer answer) {
    return catchThrowableOfType(
        ServiceException.class,
        () -> reviews.answer(review.id(), hash, answer, "ravi", "looked at it too"));
  }

  private List<EventRow> events(Review review) {
    return new AuditLog(database)
        .find(
            new EventQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("review:" + review.id()),
                Instant.EPOCH,
                TimeIds.EVER,
                50,
                Optional.empty()))
        .items();
  }

  @Test
  void anApprovalLetsAllThroughAndIsOnRecord() {
    Review review = propose(Proposals.of("shop").tier(Tier.TIER_3, Proposals.ROLLBACK));
    Review approved = answer(review, new Answer.Approve());

    assertThat(approved.state()).isEqualTo(ReviewState.APPROVED);
    assertThat(approved.closed().orElseThrow().by()).isEqualTo("rita");
    assertThat(approved.closed().orElseThrow().ordinals()).containsExactly(1, 2, 3, 4);
    assertThat(approved.proposal().actions()).isEqualTo(review.proposal().actions());
    assertThat(approved.bindingHash()).isEqualTo(review.bindingHash());
    assertThat(noted.calls).containsExactly("release [1, 2, 3, 4] APPROVED");
    EventRow event = events(review).getFirst();
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
    Review review = propose(Proposals.of("shop"));
    Review rejected = answer(review, new Answer.Reject());

    assertThat(rejected.state()).isEqualTo(ReviewState.REJECTED);
    assertThat(rejected.closed().orElseThrow().ordinals()).isEmpty();
    assertThat(rejected.proposal().actions()).isEqualTo(Proposals.SWITCH);
    assertThat(noted.calls).containsExactly("drop [1] REJECTED");
    assertThat(events(review)).extracting(EventRow::kind).containsExactly("REVIEW_REJECTED");
  }

  @Test
  void anAmendmentOnlyNarrows() {
    Proposals wide = Proposals.of("shop").tier(Tier.TIER_3, Proposals.ROLLBACK);
    checkAmended(
        wide, new Answer.Only(List.of(4, 1)), "release [1, 4] AMENDED", "drop [2, 3] AMENDED");
    checkAmended(
        wide, new Answer.UpTo(Tier.TIER_1), "release [1, 4] AMENDED", "drop [2, 3] AMENDED");
    checkAmended(
        wide, new Answer.UpTo(Tier.TIER_2), "release [1, 2, 4] AMENDED", "drop [3] AMENDED");
    checkAmended(wide, new Answer.UpTo(Tier.NONE), "release [4] AMENDED", "drop [1, 2, 3] AMENDED");
    checkRefused(wide, new Answer.UpTo(Tier.TIER_3), "approve it instead");
    checkRefused(wide, new Answer.Only(List.of(1, 2, 3, 4)), "approve it instead");
    checkRefused(wide, new Answer.Only(List.of()), "reject it instead");
    checkRefused(wide, new Answer.Only(List.of(1, 5)), "action 5 was not proposed");
    checkRefused(Proposals.of("shop"), new Answer.UpTo(Tier.NONE), "reject it instead");
  }

  private void checkAmended(Proposals proposal, Answer answer, String... calls) {
    noted.calls.clear();
    Review review = propose(proposal.later());
    assertThat(answer(review, answer).state()).isEqualTo(ReviewState.AMENDED);
    assertThat(noted.calls).containsExactly(calls);
    assertThat(events(review)).extracting(EventRow::kind).containsExactly("REVIEW_AMENDED");
  }

  private void checkRefused(Proposals proposal, Answer answer, String why) {
    noted.calls.clear();
    Review review = propose(proposal.later());
    ServiceException refusal = refused(review, review.bindingHash(), answer);
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(refusal.detail()).contains(why);
    assertThat(reviews.find(review.id()).orElseThrow().state()).isEqualTo(ReviewState.OPEN);
    assertThat(noted.calls).isEmpty();
    assertThat(events(review)).isEmpty();
  }

  @Test
  void anAnswerToSomethingElseIsRefused() {
    Review review = propose(Proposals.of("shop"));
    Review other = propose(Proposals.of("shop"));
    assertThat(review.bindingHash()).isNotEqualTo(other.bindingHash());
    for (String hash : List.of(other.bindingHash(), "sha256:00", "")) {
      ServiceException refusal = refused(review, hash, new Answer.Approve());
      assertThat(refusal.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    }
    assertThat(reviews.find(review.id()).orElseThrow().state()).isEqualTo(ReviewState.OPEN);
    assertThat(noted.calls).isEmpty();
  }

  @Test
  void theHashCoversWhatIsDoneToWhomAndOnWhatEvidence() {
    Proposals first = Proposals.of("shop");
    String hash = propose(first).bindingHash();
    // The same decision of the same content has the same hash, whatever its place in the queue is.
    assertThat(propose(first.priority(99).severity(Severity.P1)).bindingHash()).isEqualTo(hash);
    assertThat(propose(first.later()).bindingHash()).isNotEqualTo(hash);
    assertThat(propose(first.tier(Tier.TIER_1, Proposals.ROLLBACK)).bindingHash())
        .isNotEqualTo(hash);
    assertThat(propose(first.tier(Tier.TIER_2, Proposals.SWITCH)).bindingHash()).isNotEqualTo(hash);
  }

  @Test
  void newerEvidenceVoidsWhatSomebodyReadsAndSaysWhatChanged() {
    Proposals first = Proposals.of("shop");
    Review read = propose(first);
    Review next = propose(first.later().tier(Tier.TIER_3, Proposals.ROLLBACK));

    ServiceException refusal = refused(read, read.bindingHash(), new Answer.Approve());
    assertThat(refusal.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(refusal.detail())
        .contains("`" + next.id() + "` took its place")
        .contains("tier TIER_3 in place of TIER_1")
        .contains("with ROLLBACK_RELEASE release:7.18.1->7.18.0")
        .contains("on the evidence of decision `" + next.proposal().decisionId() + "`");
    assertThat(refusal.members()).containsEntry("reviewId", next.id().toString());

    Review voided = reviews.find(read.id()).orElseThrow();
    assertThat(voided.state()).isEqualTo(ReviewState.SUPERSEDED);
    assertThat(voided.supersededBy()).contains(next.proposal().decisionId());
    assertThat(voided.closed().orElseThrow().by()).isEqualTo("service");
    assertThat(next.raisedFrom()).contains(Tier.TIER_1);
    assertThat(events(read)).extracting(EventRow::kind).containsExactly("REVIEW_SUPERSEDED");
    assertThat(answer(next, new Answer.Approve()).state()).isEqualTo(ReviewState.APPROVED);
  }

  @Test
  void aCaseThatDoesNotWorsenRaisesNothing() {
    Proposals first = Proposals.of("shop").tier(Tier.TIER_3, Proposals.ROLLBACK);
    propose(first);
    assertThat(propose(first.later()).raisedFrom()).isEmpty();
    assertThat(propose(first.later().tier(Tier.TIER_1, Proposals.SWITCH)).raisedFrom()).isEmpty();
  }

  @Test
  void whatWasAnsweredIsNotVoided() {
    Proposals first = Proposals.of("shop");
    Review approved = answer(propose(first), new Answer.Approve());
    Review next = propose(first.later());
    assertThat(reviews.find(approved.id()).orElseThrow().state()).isEqualTo(ReviewState.APPROVED);
    assertThat(next.state()).isEqualTo(ReviewState.OPEN);
  }

  @Test
  void ofSeveralInOneTransactionOnlyTheLastIsOpen() throws SQLException {
    Proposals shop = Proposals.of("shop");
    Review before = propose(shop);
    Proposal one = shop.later().tier(Tier.TIER_2, Proposals.ROLLBACK).at(now);
    Proposal two = shop.later().tier(Tier.TIER_3, Proposals.ROLLBACK).at(now);
    Proposal alone = Proposals.of("bank").at(now);
    Proposal nobody = shop.later().incident(null).at(now);
    List<ReviewStore.Voided> voided;
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      voided = ReviewStore.propose(connection, List.of(one, alone, nobody, two));
      connection.commit();
    }
    assertThat(voided)
        .extracting(ReviewStore.Voided::reviewId)
        .containsExactlyInAnyOrder(before.id(), one.reviewId());
    assertThat(voided).extracting(ReviewStore.Voided::by).containsOnly(two.decisionId());
    assertThat(reviews.find(one.reviewId()).orElseThrow().state())
        .isEqualTo(ReviewState.SUPERSEDED);
    assertThat(reviews.find(two.reviewId()).orElseThrow().raisedFrom()).contains(Tier.TIER_2);
    assertThat(all(List.of()))
        .extracting(Review::id)
        .containsExactlyInAnyOrder(alone.reviewId(), nobody.reviewId(), two.reviewId());
  }

  @Test
  void newerEvidenceThatAsksNothingVoidsToo() throws SQLException {
    Review read = propose(Proposals.of("shop"));
    UUID decision = Proposals.id();
    UUID incident = java.util.Objects.requireNonNull(read.proposal().incidentId());
    try (Connection connection = database.dataSource().getConnection()) {
      List<ReviewStore.Newer> newer = List.of(new ReviewStore.Newer(incident, decision, now));
      assertThat(ReviewStore.supersede(connection, newer)).hasSize(1);
      assertThat(ReviewStore.supersede(connection, newer)).isEmpty();
    }
    ServiceException refusal = refused(read, read.bindingHash(), new Answer.Approve());
    assertThat(refusal.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(refusal.detail()).contains("decision `" + decision + "` has newer evidence");
  }

  @Test
  void ofTwoAnswersAtOnceOneCounts() throws Exception {
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 20; round++) {
        noted.calls.clear();
        Review review = propose(Proposals.of("shop"));
        CyclicBarrier start = new CyclicBarrier(2);
        List<Future<String>> both = new ArrayList<>();
        for (Answer answer : List.of(new Answer.Approve(), new Answer.Reject())) {
          both.add(
              two.submit(() -> {
                start.await();
                try {
                  return answer(review, answer).state().name();
                } catch (ServiceException e) {
                  return e.code().name();
                }
              }));
        }
        List<String> outcomes = List.of(both.get(0).get(), both.get(1).get());
        assertThat(outcomes).containsOnlyOnce("WRONG_STATE");
        assertThat(noted.calls).hasSize(1);
        assertThat(events(review)).hasSize(1);
      }
    }
  }

  @Test
  void anAnswerAndNewerEvidenceAtOnceNeverBothHold() throws Exception {
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 20; round++) {
        noted.calls.clear();
        Proposals first = Proposals.of("shop");
        Review review = propose(first);
        CyclicBarrier start = new CyclicBarrier(2);
        Future<String> answered =
            two.submit(() -> {
              start.await();
              try {
                return answer(review, new Answer.Approve()).state().name();
              } catch (ServiceException e) {
                return e.code().name();
              }
            });
        Future<?> newer =
            two.submit(() -> {
              start.await();
              return propose(first.later());
            });
        newer.get();
        ReviewState state = reviews.find(review.id()).orElseThrow().state();
        if (answered.get().equals("APPROVED")) {
          assertThat(state).isEqualTo(ReviewState.APPROVED);
          assertThat(noted.calls).hasSize(1);
        } else {
          assertThat(answered.get()).isEqualTo("PRECONDITION_FAILED");
          assertThat(state).isEqualTo(ReviewState.SUPERSEDED);
          assertThat(noted.calls).isEmpty();
        }
      }
    }
  }

  @Test
  void nobodyApprovesTwice() {
    Review review = propose(Proposals.of("shop"));
    answer(review, new Answer.Approve());
    ServiceException refusal = refused(review, review.bindingHash(), new Answer.Approve());
    assertThat(refusal.code()).isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(refusal.detail()).contains("was approved by `rita` at");
    assertThat(noted.calls).hasSize(1);
    assertThat(events(review)).hasSize(1);
  }

  @Test
  void whatSetsSomethingOffAndFailsLeavesTheReviewOpen() {
    Reviews failing =
        new Reviews(
            database,
            new TimeIds(Clock.systemUTC()),
            Proposals.PATIENCE,
            new ReviewStore.Carrying() {
              @Override
              public void release(Handle handle, Review review, List<Integer> ordinals) {
                throw new IllegalStateException("no outbox");
              }

              @Override
              public void drop(Handle handle, Review review, List<Integer> ordinals) {}

              @Override
              public void escalate(Handle handle, Review review) {}
            });
    Review review = propose(Proposals.of("shop"));
    assertThat(
            catchThrowableOfType(
                IllegalStateException.class,
                () ->
                    failing.answer(
                        review.id(), review.bindingHash(), new Answer.Approve(), "rita", "yes")))
        .hasMessage("no outbox");
    assertThat(reviews.find(review.id()).orElseThrow().state()).isEqualTo(ReviewState.OPEN);
    assertThat(events(review)).isEmpty();
  }

  @Test
  void whatNobodyAnswersEndsAsThePolicyOfItsLaneSays() {
    Review fast = propose(Proposals.of("shop").severity(Severity.P1));
    Review bulk = propose(Proposals.of("shop").severity(Severity.P4).tier(Tier.NONE, List.of()));
    assertThat(bulk.proposal().lane()).isEqualTo(Lane.BULK);

    assertThat(reviews.expire(now.plus(Duration.ofMinutes(30)).minusMillis(1))).isZero();
    assertThat(reviews.expire(now.plus(Duration.ofMinutes(30)))).isEqualTo(1);
    assertThat(noted.calls).containsExactly("drop [1] EXPIRED", "escalate FAST");
    Review expired = reviews.find(fast.id()).orElseThrow();
    assertThat(expired.state()).isEqualTo(ReviewState.EXPIRED);
    assertThat(expired.ending()).contains(Ending.HOLD);
    assertThat(expired.closed().orElseThrow().by()).isEqualTo("service");
    assertThat(expired.closed().orElseThrow().reason())
        .isEqualTo("nobody answered within 30 minutes: nothing of it is done");
    assertThat(events(fast)).extracting(EventRow::kind).containsExactly("REVIEW_EXPIRED");

    noted.calls.clear();
    assertThat(reviews.expire(now.plus(Duration.ofDays(2)))).isEqualTo(1);
    assertThat(reviews.find(bulk.id()).orElseThrow().ending()).contains(Ending.LAPSE);
    assertThat(noted.calls).isEmpty();
    assertThat(reviews.expire(now.plus(Duration.ofDays(3)))).isZero();
  }

  @Test
  void whatExpiredCannotBeAnsweredAndTheNextWindowAsksAnew() {
    Proposals first = Proposals.of("shop");
    Review review = propose(first);
    reviews.expire(now.plus(Duration.ofDays(1)));
    ServiceException refusal = refused(review, review.bindingHash(), new Answer.Reject());
    assertThat(refusal.code()).isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(refusal.detail()).contains("expired at").contains("the next window");
    assertThat(propose(first.later()).state()).isEqualTo(ReviewState.OPEN);
    assertThat(reviews.find(review.id()).orElseThrow().state()).isEqualTo(ReviewState.EXPIRED);
  }

  @Test
  void whatSomebodyForbadeIsNotApproved() {
    Overrides overrides =
        new Overrides(database, new TimeIds(Clock.systemUTC()), Duration.ofDays(7));
    Review review = propose(Proposals.of("shop").tier(Tier.TIER_3, Proposals.ROLLBACK));
    HumanOverride placed =
        overrides.place(
            "shop",
            "release:7.18.1",
            HumanOverride.Effect.FORBID_MITIGATION,
            Instant.now().plus(Duration.ofHours(1)),
            "olga",
            "the fix is on its way");
    ServiceException refusal = refused(review, review.bindingHash(), new Answer.Approve());
    assertThat(refusal.code()).isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(refusal.detail()).contains("`olga` forbade").contains(placed.id().toString());
    assertThat(answer(review, new Answer.UpTo(Tier.TIER_1)).state()).isEqualTo(ReviewState.AMENDED);

    Review other = propose(Proposals.of("shop").tier(Tier.TIER_3, Proposals.ROLLBACK));
    overrides.end(placed.id(), "olga", "it is out");
    assertThat(answer(other, new Answer.Approve()).state()).isEqualTo(ReviewState.APPROVED);
  }

  private List<Review> all(List<Lane> lanes) {
    return reviews
        .list(
            new ReviewQuery(
                List.of(ReviewState.OPEN),
                lanes,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                ReviewQuery.LIMIT_MOST,
                Optional.empty()))
        .items();
  }

  @Test
  void theQueueIsRankedAndPagedWithoutGapsOrRepeats() {
    List<UUID> expected = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      // Three of one priority: the id settles their order.
      expected.add(propose(Proposals.of("shop").priority(i < 3 ? 10 : i)).id());
    }
    List<UUID> ranked =
        List.of(
            expected.get(2),
            expected.get(1),
            expected.get(0),
            expected.get(6),
            expected.get(5),
            expected.get(4),
            expected.get(3));
    List<UUID> seen = new ArrayList<>();
    Optional<ReviewQuery.Position> after = Optional.empty();
    while (seen.size() < 100) {
      ReviewPage page =
          reviews.list(
              new ReviewQuery(
                  List.of(ReviewState.OPEN),
                  List.of(),
                  List.of(),
                  Optional.of("shop"),
                  Optional.of("payments"),
                  2,
                  after));
      page.items().forEach(review -> seen.add(review.id()));
      if (page.next().isEmpty()) {
        break;
      }
      after = page.next().map(ReviewQuery.Position::read);
    }
    assertThat(seen).isEqualTo(ranked);
    assertThat(all(List.of(Lane.WORKBENCH))).hasSize(7);
    assertThat(all(List.of(Lane.FAST))).isEmpty();
  }
}
