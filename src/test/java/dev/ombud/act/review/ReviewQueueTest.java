package dev.ombud.act.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.DrillFilter;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.Page;
import dev.ombud.record.log.EventRow;
import dev.ombud.testing.Proposals;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: the queue shows each review once and in its rank, holds one open review an incident, and
/// lets go of what nobody answers. Method: proposals into the store, and the queue at many times.
final class ReviewQueueTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final Desk desk = new Desk(POSTGRES);

  @BeforeEach
  void empty() {
    desk.empty();
  }

  @Test
  void ofSeveralInOneTransactionOnlyTheLastIsOpen() throws SQLException {
    Proposals shop = Proposals.of("shop");
    Review before = desk.propose(shop);
    Proposal one = shop.later().tier(Tier.TIER_2, Proposals.ROLLBACK).at(desk.now);
    Proposal two = shop.later().tier(Tier.TIER_3, Proposals.ROLLBACK).at(desk.now);
    Proposal alone = Proposals.of("bank").at(desk.now);
    Proposal nobody = shop.later().incident(null).at(desk.now);
    List<ReviewStore.Voided> voided;
    try (Connection connection = desk.database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      voided = ReviewStore.propose(connection, List.of(one, alone, nobody, two));
      connection.commit();
    }
    assertThat(voided)
        .extracting(ReviewStore.Voided::reviewId)
        .containsExactlyInAnyOrder(before.id(), one.reviewId());
    assertThat(voided).extracting(ReviewStore.Voided::by).containsOnly(two.decisionId());
    assertThat(desk.reviews.find(one.reviewId()).orElseThrow().state())
        .isEqualTo(ReviewState.SUPERSEDED);
    assertThat(desk.reviews.find(two.reviewId()).orElseThrow().raisedFrom()).contains(Tier.TIER_2);
    assertThat(all(List.of()))
        .extracting(Review::id)
        .containsExactlyInAnyOrder(alone.reviewId(), nobody.reviewId(), two.reviewId());
  }

  @Test
  void whatNobodyAnswersEndsAsThePolicyOfItsLaneSays() {
    Review fast = desk.propose(Proposals.of("shop").severity(Severity.P1));
    Review bulk =
        desk.propose(Proposals.of("shop").severity(Severity.P4).tier(Tier.NONE, List.of()));
    assertThat(bulk.proposal().lane()).isEqualTo(ReviewLane.BULK);

    assertThat(desk.reviews.expire(desk.now.plus(Duration.ofMinutes(30)).minusMillis(1))).isZero();
    assertThat(desk.reviews.expire(desk.now.plus(Duration.ofMinutes(30)))).isEqualTo(1);
    assertThat(desk.noted.calls).containsExactly("drop [1] EXPIRED", "escalate FAST");
    Review expired = desk.reviews.find(fast.id()).orElseThrow();
    assertThat(expired.state()).isEqualTo(ReviewState.EXPIRED);
    assertThat(expired.ending()).contains(ReviewExpiry.HOLD);
    assertThat(expired.closed().orElseThrow().by()).isEqualTo("service");
    assertThat(expired.closed().orElseThrow().reason())
        .isEqualTo("nobody answered within 30 minutes: nothing of it is done");
    assertThat(desk.events(fast)).extracting(EventRow::kind).containsExactly("REVIEW_EXPIRED");

    desk.noted.calls.clear();
    assertThat(desk.reviews.expire(desk.now.plus(Duration.ofDays(2)))).isEqualTo(1);
    assertThat(desk.reviews.find(bulk.id()).orElseThrow().ending()).contains(ReviewExpiry.LAPSE);
    assertThat(desk.noted.calls).isEmpty();
    assertThat(desk.reviews.expire(desk.now.plus(Duration.ofDays(3)))).isZero();
  }

  @Test
  void whatExpiredCannotBeAnsweredAndTheNextWindowAsksAnew() {
    Proposals first = Proposals.of("shop");
    Review review = desk.propose(first);
    desk.reviews.expire(desk.now.plus(Duration.ofDays(1)));
    ServiceException refusal =
        desk.refused(review, review.bindingHash(), new ReviewAnswer.Reject());
    assertThat(refusal.code()).isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(refusal.detail()).contains("expired at").contains("the next window");
    assertThat(desk.propose(first.later()).state()).isEqualTo(ReviewState.OPEN);
    assertThat(desk.reviews.find(review.id()).orElseThrow().state()).isEqualTo(ReviewState.EXPIRED);
  }

  @Test
  void theQueueIsRankedAndPagedWithoutGapsOrRepeats() {
    List<UUID> expected = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      // Three of one priority: the id settles their order.
      expected.add(desk.propose(Proposals.of("shop").priority(i < 3 ? 10 : i)).id());
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
      Page<Review> page =
          desk.reviews.list(
              new ReviewQuery(
                  List.of(ReviewState.OPEN),
                  List.of(),
                  List.of(),
                  Optional.of("shop"),
                  Optional.of("payments"),
                  DrillFilter.FALSE,
                  2,
                  after));
      page.items().forEach(review -> seen.add(review.id()));
      if (page.next().isEmpty()) {
        break;
      }
      after = page.next().map(ReviewQuery.Position::read);
    }
    assertThat(seen).isEqualTo(ranked);
    assertThat(all(List.of(ReviewLane.WORKBENCH))).hasSize(7);
    assertThat(all(List.of(ReviewLane.FAST))).isEmpty();
  }

  @Test
  void whatADrillAsksWaitsApart() throws SQLException {
    Review real = desk.propose(Proposals.of("shop"));
    Review drill = desk.propose(Proposals.of("shop"));
    try (Connection owner = POSTGRES.connectAsOwner();
        PreparedStatement rehearse =
            owner.prepareStatement("update reviews set environment = 'drill' where id = ?")) {
      rehearse.setObject(1, drill.id());
      assertThat(rehearse.executeUpdate()).isEqualTo(1);
    }
    assertThat(all(List.of())).extracting(Review::id).containsExactly(real.id());
    assertThat(all(List.of(), DrillFilter.ONLY)).extracting(Review::id).containsExactly(drill.id());
    assertThat(all(List.of(), DrillFilter.TRUE)).hasSize(2);
    assertThat(desk.reviews.openCount()).isEqualTo(1);
    assertThat(desk.reviews.waiting()).extracting(Waiting::count).containsExactly(1L);
    assertThat(desk.reviews.alike(real)).isEmpty();
    assertThat(desk.reviews.alike(drill)).extracting(Review::id).containsExactly(real.id());
  }

  private List<Review> all(List<ReviewLane> lanes) {
    return all(lanes, DrillFilter.FALSE);
  }

  private List<Review> all(List<ReviewLane> lanes, DrillFilter drills) {
    return desk.reviews
        .list(
            new ReviewQuery(
                List.of(ReviewState.OPEN),
                lanes,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                drills,
                ReviewQuery.MAX_LIMIT,
                Optional.empty()))
        .items();
  }
}
