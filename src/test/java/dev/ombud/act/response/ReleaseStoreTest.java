package dev.ombud.act.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.NewAction;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.outbox.ActionStore;
import dev.ombud.act.outbox.LaterStore;
import dev.ombud.act.review.Proposal;
import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewAnswer;
import dev.ombud.act.review.ReviewState;
import dev.ombud.act.review.ReviewStore;
import dev.ombud.act.review.Reviews;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.database.Database;
import dev.ombud.testing.Property;
import dev.ombud.testing.Proposals;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: an answer sets off exactly what it agrees with. Method: proposals of every mixture of what
/// is held, recommended and a part of something else, answered over a real database without
/// workers.
@Tag("property")
final class ReleaseStoreTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final List<ActionKind> KINDS =
      List.of(ActionKind.DISABLE_FLAG, ActionKind.ROLLBACK_RELEASE, ActionKind.PAGE_OWNER);

  private final TimeIds ids = new TimeIds(Clock.systemUTC());
  private final Database database = POSTGRES.database();
  private final ActionStore actions = new ActionStore(database);
  private final Reviews reviews =
      new Reviews(
          database, ids, Proposals.PATIENCE, new ReleaseStore(ids, Clock.systemUTC(), () -> {}));

  private static Proposed held(int ordinal, ActionKind kind) {
    return new Proposed(ordinal, kind, "team:a");
  }

  private static Proposed said(int ordinal) {
    return new Proposed(ordinal, ActionKind.ROLLBACK_RELEASE, "release:2->1", true, null);
  }

  private static Proposed part(int ordinal, int parent) {
    return new Proposed(ordinal, ActionKind.OPEN_TICKET, "team:b", false, parent);
  }

  private static final List<Proposed> TICKETS =
      List.of(
          held(1, ActionKind.DISABLE_FLAG),
          held(2, ActionKind.OPEN_TICKET),
          part(3, 2),
          part(4, 2),
          held(5, ActionKind.PAGE_OWNER));

  /// The actions as their decision stores them, and the review.
  private Review propose(Proposals proposals) {
    return propose(proposals.at(Instant.now()));
  }

  private Review propose(Proposal proposal) {
    enqueue(proposal);
    return reviews.find(Proposals.propose(database, proposal)).orElseThrow();
  }

  private void enqueue(Proposal proposal) {
    try (Connection connection = database.dataSource().getConnection()) {
      ActionStore.enqueue(
          connection, proposal.actions().stream().map(each -> action(proposal, each)).toList());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private NewAction action(Proposal proposal, Proposed each) {
    return new NewAction(
        ids.next(),
        proposal.decisionId(),
        each.ordinal(),
        each.parent(),
        each.kind(),
        each.target(),
        proposal.product(),
        "production",
        null,
        each.isRecommended() ? ActionState.RECOMMENDED : ActionState.AWAITING_APPROVAL,
        proposal.at());
  }

  private static Proposals asking(List<Proposed> actions) {
    return Proposals.of("shop").tier(Tier.TIER_1, actions);
  }

  private Review answer(Review review, ReviewAnswer answer) {
    return reviews.answer(review.id(), review.bindingHash(), answer, "rita", "seen it");
  }

  /// What was proposed, without the news about it.
  private Map<Integer, StoredAction> stored(Review review) {
    Map<Integer, StoredAction> stored = new TreeMap<>();
    actions.ofDecision(review.proposal().decisionId()).stream()
        .filter(action -> action.ordinal() < Endings.FIRST_ORDINAL)
        .forEach(action -> stored.put(action.ordinal(), action));
    return stored;
  }

  private List<String> states(Review review) {
    return stored(review).values().stream().map(action -> action.state().name()).toList();
  }

  private List<Integer> due(Review review) {
    return stored(review).values().stream()
        .filter(action -> action.dueAt().isPresent())
        .map(StoredAction::ordinal)
        .toList();
  }

  private String why(Review review, int ordinal) {
    return stored(review).get(ordinal).why().orElse("");
  }

  @Test
  void aRecommendationThatSomebodyAgreesWithStaysWithPeople() {
    Review review =
        answer(
            propose(asking(List.of(held(1, ActionKind.PAGE_OWNER), said(2)))),
            new ReviewAnswer.Approve());
    assertThat(states(review)).containsExactly("QUEUED", "RECOMMENDED");
    assertThat(why(review, 2)).isEqualTo("`rita` agreed, and it is theirs to do: seen it");
    assertThat(due(review)).containsExactly(1);
    assertThat(review.state()).isEqualTo(ReviewState.APPROVED);
    assertThat(review.released()).containsExactly(1);
    assertThat(review.agreed()).containsExactly(2);

    Review rejected = answer(propose(asking(List.of(said(1)))), new ReviewAnswer.Reject());
    assertThat(states(rejected)).containsExactly("DROPPED");
    assertThat(why(rejected, 1)).isEqualTo("`rita` rejected it: seen it");
  }

  @Test
  void whatIsHeldGoesOrIsDroppedWithThePersonAndTheReason() {
    Review rejected = answer(propose(asking(TICKETS)), new ReviewAnswer.Reject());
    assertThat(states(rejected)).containsOnly("DROPPED");
    assertThat(why(rejected, 4)).isEqualTo("`rita` rejected it: seen it");

    Review amended = answer(propose(asking(TICKETS)), new ReviewAnswer.Only(List.of(2, 3)));
    assertThat(states(amended))
        .containsExactly("DROPPED", "QUEUED", "QUEUED", "DROPPED", "DROPPED");
    assertThat(why(amended, 5)).isEqualTo("`rita` left it out: seen it");
  }

  @Test
  void aPartWaitsForWhatItIsAPartOfAndGoesWithIt() {
    Review review = answer(propose(asking(TICKETS)), new ReviewAnswer.Approve());
    assertThat(states(review)).containsOnly("QUEUED");
    assertThat(due(review)).as("the parts are not due").containsExactly(1, 2, 5);

    Review alone = answer(propose(asking(TICKETS)), new ReviewAnswer.Only(List.of(2)));
    assertThat(states(alone)).containsExactly("DROPPED", "QUEUED", "DROPPED", "DROPPED", "DROPPED");

    Review torn = propose(asking(TICKETS));
    ServiceException refusal =
        catchThrowableOfType(
            ServiceException.class, () -> answer(torn, new ReviewAnswer.Only(List.of(1, 3))));
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(refusal.detail()).contains("action 3 is a part of action 2");
    assertThat(states(torn)).containsOnly("AWAITING_APPROVAL");
  }

  @Test
  void aPartWhoseWholeIsDoneAlreadyIsDueAtOnce() throws SQLException {
    Proposal proposal = asking(List.of(part(3, 2))).at(Instant.now());
    try (Connection connection = database.dataSource().getConnection()) {
      ActionStore.enqueue(
          connection,
          List.of(
              new NewAction(
                  ids.next(),
                  proposal.decisionId(),
                  2,
                  null,
                  ActionKind.ADD_TO_DIGEST,
                  "team:a",
                  "shop",
                  "production",
                  null,
                  ActionState.QUEUED,
                  proposal.at())));
    }
    Review review = propose(proposal);
    actions.digested(List.of(stored(review).get(2).id()), Instant.now());
    answer(review, new ReviewAnswer.Approve());
    assertThat(due(review)).containsExactly(3);
  }

  @Test
  void whatNobodyAnswersIsNeverDoneAndNeverSilent() {
    Instant before = Instant.now().minus(Duration.ofHours(1));
    Review review = propose(asking(TICKETS).severity(Severity.P1).at(before));
    Review said = propose(asking(List.of(said(1))).severity(Severity.P1).at(before));
    assertThat(reviews.expire(Instant.now())).isEqualTo(2);
    assertThat(states(review).subList(0, 5)).containsOnly("EXPIRED");
    assertThat(why(review, 2)).startsWith("nobody answered within 30 minutes");
    assertThat(states(said).getFirst()).isEqualTo("EXPIRED");
    StoredAction again = stored(review).get(1_000);
    assertThat(again.kind()).isEqualTo(ActionKind.PAGE_OWNER);
    assertThat(again.state()).isEqualTo(LiveState.QUEUED);
  }

  @Test
  void newerEvidenceVoidsWhatItsReviewProposedAndNothingElseOfTheDecision() throws SQLException {
    Proposals first = asking(List.of(held(1, ActionKind.DISABLE_FLAG)));
    Review voided = propose(first);
    Review stays =
        propose(
            first.incident(null).tier(Tier.TIER_1, List.of(held(7, ActionKind.PAUSE_EXPERIMENT))));
    try (Connection connection = database.dataSource().getConnection()) {
      List<ReviewStore.Voided> all =
          ReviewStore.propose(connection, List.of(first.later().at(Instant.now())));
      assertThat(all).hasSize(1);
      for (ReviewStore.Voided each : all) {
        ActionStore.forgo(
            connection, each.decisionId(), each.ordinals(), "newer evidence", Instant.now());
      }
    }
    assertThat(stored(voided).get(1).state()).isEqualTo(LiveState.DROPPED);
    answer(stays, new ReviewAnswer.Approve());
    assertThat(stored(stays).get(7).state()).isEqualTo(LiveState.QUEUED);
  }

  /// What is said on a ticket once it is there finds out that it never will be.
  @Test
  void whatWaitsForSomethingThatIsDroppedWaitsNoLonger() throws SQLException {
    for (boolean isVoided : List.of(true, false)) {
      Review review = propose(asking(TICKETS));
      NewAction comment =
          new NewAction(
              ids.next(),
              review.proposal().decisionId(),
              3_000,
              2,
              ActionKind.NOTIFY,
              "brief:1",
              "shop",
              "production",
              null,
              ActionState.QUEUED,
              Instant.now());
      database.change(handle -> {
        LaterStore.enqueue(handle, List.of(comment), Instant.now());
        return true;
      });
      assertThat(due(review)).isEmpty();
      if (isVoided) {
        try (Connection connection = database.dataSource().getConnection()) {
          ActionStore.forgo(
              connection,
              review.proposal().decisionId(),
              review.proposal().ordinals(),
              "void",
              Instant.now());
        }
      } else {
        answer(review, new ReviewAnswer.Reject());
      }
      assertThat(due(review)).containsExactly(3_000);
    }
  }

  @Test
  void anAnswerThatCannotSetOffWhatItSaysIsRefused() throws SQLException {
    Review review = propose(asking(TICKETS));
    try (Connection connection = database.dataSource().getConnection()) {
      ActionStore.forgo(
          connection, review.proposal().decisionId(), List.of(1), "void", Instant.now());
    }
    ServiceException refusal =
        catchThrowableOfType(
            ServiceException.class, () -> answer(review, new ReviewAnswer.Approve()));
    assertThat(refusal.code()).isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(refusal.detail()).contains("action 1", "is DROPPED by now");
    assertThat(reviews.find(review.id()).orElseThrow().state()).isEqualTo(ReviewState.OPEN);
    assertThat(states(review).subList(1, 5)).containsOnly("AWAITING_APPROVAL");
    answer(review, new ReviewAnswer.Only(List.of(2, 5)));
    assertThat(due(review)).containsExactly(2, 5);
  }

  private record Asked(List<Proposed> actions, @Nullable ReviewAnswer answer) {}

  private static Asked random(Random random, int size) {
    List<Proposed> actions = new ArrayList<>();
    List<Integer> tickets = new ArrayList<>();
    Set<Integer> chosen = new TreeSet<>();
    for (int ordinal = 1; ordinal <= 1 + size / 8; ordinal++) {
      switch (random.nextInt(4)) {
        case 0 -> actions.add(said(ordinal));
        case 1 -> {
          actions.add(held(ordinal, ActionKind.OPEN_TICKET));
          tickets.add(ordinal);
        }
        case 2 ->
            actions.add(
                tickets.isEmpty()
                    ? held(ordinal, KINDS.getLast())
                    : part(ordinal, tickets.get(random.nextInt(tickets.size()))));
        default -> actions.add(held(ordinal, KINDS.get(random.nextInt(KINDS.size()))));
      }
      if (random.nextBoolean()) {
        chosen.add(ordinal);
      }
    }
    return new Asked(
        actions,
        switch (random.nextInt(4)) {
          case 0 -> new ReviewAnswer.Approve();
          case 1 -> new ReviewAnswer.Reject();
          default -> new ReviewAnswer.Only(List.copyOf(chosen), random.nextBoolean());
        });
  }

  /// For every proposal and answer: what goes is what was agreed with and held; or it is refused
  /// and nothing goes.
  @Test
  void whatGoesIsWhatWasAgreedWithOrNothing() {
    Property.forAll(
        ReleaseStoreTest::random,
        asked -> {
          Review review = propose(asking(asked.actions()));
          Review closed;
          try {
            closed = answer(review, asked.answer());
          } catch (ServiceException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            assertThat(states(review)).isSubsetOf("AWAITING_APPROVAL", "RECOMMENDED");
            assertThat(reviews.find(review.id()).orElseThrow().state()).isEqualTo(ReviewState.OPEN);
            return;
          }
          List<Integer> agreed = closed.closed().orElseThrow().ordinals();
          Map<Integer, StoredAction> stored = stored(review);
          for (Proposed action : asked.actions()) {
            StoredAction now = stored.get(action.ordinal());
            boolean isAgreed = agreed.contains(action.ordinal());
            assertThat(now.state())
                .isEqualTo(
                    isAgreed
                        ? action.isRecommended() ? LiveState.RECOMMENDED : LiveState.QUEUED
                        : LiveState.DROPPED);
            assertThat(now.dueAt().isPresent())
                .isEqualTo(isAgreed && !action.isRecommended() && action.parent() == null);
            assertThat(now.automatic()).isFalse();
            if (isAgreed && action.parent() != null) {
              assertThat(agreed).contains(action.parent());
            }
          }
        });
  }
}
