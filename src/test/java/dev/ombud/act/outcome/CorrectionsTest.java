package dev.ombud.act.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.act.review.Desk;
import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewAnswer;
import dev.ombud.act.review.ReviewState;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.DecisionLabels;
import dev.ombud.ground.domain.LabelCorrection;
import dev.ombud.record.log.EventRow;
import dev.ombud.testing.Proposals;
import dev.ombud.testing.TestDatabase;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: what a person says is wrong about labels stands beside the record, complete and in order,
/// and lets nothing through. Method: reviews over a real database, corrected in every state.
final class CorrectionsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final DecisionLabels DECIDED =
      new DecisionLabels(List.of("payment_failure"), Severity.P1, "payments");

  private final Desk desk = new Desk(POSTGRES);
  private final Corrections corrections =
      corrections(id -> Optional.of(new Corrections.Decided(DECIDED, Optional.of("reviews-eu"))));

  private Corrections corrections(
      java.util.function.Function<UUID, Optional<Corrections.Decided>> decided) {
    return new Corrections(
        desk.database, new TimeIds(Clock.systemUTC()), decided, Corrections.LabelWords.ANY);
  }

  @BeforeEach
  void empty() {
    desk.empty();
  }

  private static LabelChange severity(Severity severity) {
    return new LabelChange(Optional.empty(), Optional.of(severity), Optional.empty());
  }

  private static LabelChange owner(String team) {
    return new LabelChange(Optional.empty(), Optional.empty(), Optional.of(team));
  }

  private static LabelChange categories(String... words) {
    return new LabelChange(Optional.of(List.of(words)), Optional.empty(), Optional.empty());
  }

  private Review correct(Review review, LabelChange change) {
    return desk.reviews.correct(
        review.id(),
        review.bindingHash(),
        "rita",
        "seen it",
        corrections.beside(review, change, "rita", "seen it"));
  }

  private List<LabelCorrection> of(Review review) {
    return corrections.of(review.proposal().decisionId());
  }

  private ErrorCode refused(Review review, LabelChange change) {
    return catchThrowableOfType(ServiceException.class, () -> correct(review, change)).code();
  }

  @Test
  void aCorrectionIsARecordAndLetsNothingThrough() {
    Review review = desk.propose(Proposals.of("shop"));
    Review after = correct(review, severity(Severity.P3));
    assertThat(after.state()).isEqualTo(ReviewState.OPEN);
    assertThat(after.proposal().severity()).as("what was proposed").isEqualTo(Severity.P2);
    assertThat(desk.noted.calls).isEmpty();

    LabelCorrection made = of(review).getFirst();
    assertThat(made.by()).isEqualTo("rita");
    assertThat(made.reason()).isEqualTo("seen it");
    assertThat(made.reviewId()).isEqualTo(review.id());
    assertThat(made.from()).isEqualTo(DECIDED);
    assertThat(made.words()).isEqualTo("severity P3 in place of P1");
    EventRow event = desk.events(review).getFirst();
    assertThat(event.id()).isEqualTo(made.id());
    assertThat(event.kind()).isEqualTo("LABELS_CORRECTED");
    assertThat(event.decisionId()).isEqualTo(review.proposal().decisionId());
    assertThat(event.detail())
        .isEqualTo("{\"from\":{\"severity\":\"P1\"},\"to\":{\"severity\":\"P3\"}}");

    assertThat(desk.answer(review, new ReviewAnswer.Approve()).state())
        .as("with the hash of before")
        .isEqualTo(ReviewState.APPROVED);
  }

  @Test
  void ofSeveralCorrectionsEachBeginsWhereTheOneBeforeEnded() {
    Review review = desk.propose(Proposals.of("shop"));
    correct(review, severity(Severity.P3));
    correct(review, owner("search"));
    correct(review, categories("search_relevance", "app_crash"));
    assertThat(of(review))
        .extracting(LabelCorrection::words)
        .containsExactly(
            "severity P3 in place of P1",
            "owner search in place of payments",
            "categories search_relevance, app_crash in place of payment_failure");
    assertThat(corrections.labels(review.proposal().decisionId()))
        .contains(
            new DecisionLabels(List.of("search_relevance", "app_crash"), Severity.P3, "search"));
  }

  @Test
  void whatIsNotWrongIsNotCorrected() {
    Review review = desk.propose(Proposals.of("shop"));
    assertThat(refused(review, severity(Severity.P1))).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(refused(review, owner("payments"))).isEqualTo(ErrorCode.INVALID_REQUEST);
    correct(review, categories("app_crash", "payment_failure"));
    assertThat(refused(review, categories("payment_failure", "app_crash")))
        .as("in another order")
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(of(review)).hasSize(1);
    assertThat(desk.events(review)).hasSize(1);
  }

  @Test
  void itIsTakenInEveryStateButForWhatWasRead() {
    Proposals first = Proposals.of("shop");
    Review old = desk.propose(first);
    Review rejected = desk.answer(desk.propose(Proposals.of("shop")), new ReviewAnswer.Reject());
    desk.propose(first.later());
    for (Review review : List.of(old, rejected)) {
      ReviewState before = desk.reviews.find(review.id()).orElseThrow().state();
      assertThat(before).isNotEqualTo(ReviewState.OPEN);
      assertThat(correct(review, severity(Severity.P4)).state()).isEqualTo(before);
      ServiceException stale =
          catchThrowableOfType(
              ServiceException.class,
              () ->
                  desk.reviews.correct(
                      review.id(),
                      "sha256:00",
                      "rita",
                      "x",
                      corrections.beside(review, owner("a"), "rita", "x")));
      assertThat(stale.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    }
  }

  @Test
  void whereNothingIsProposedItIsTheAnswer() {
    Review review = desk.propose(Proposals.of("shop").tier(Tier.NONE, List.of()));
    Review closed = correct(review, owner("search"));
    assertThat(closed.state()).isEqualTo(ReviewState.AMENDED);
    assertThat(closed.closed().orElseThrow().by()).isEqualTo("rita");
    assertThat(desk.events(review))
        .extracting(EventRow::kind)
        .containsExactlyInAnyOrder("LABELS_CORRECTED", "REVIEW_AMENDED");
    assertThat(desk.noted.calls).isEmpty();
  }

  @Test
  void anAnswerAndACorrectionAreOneOrNeither() {
    Proposals wide = Proposals.of("shop").tier(Tier.TIER_3, Proposals.ROLLBACK);
    Review review = desk.propose(wide);
    Review amended = amend(review, List.of(4), owner("search"));
    assertThat(amended.state()).isEqualTo(ReviewState.AMENDED);
    assertThat(amended.released()).containsExactly(4);
    assertThat(of(review)).hasSize(1);

    Review all = desk.propose(wide.later());
    assertThat(amend(all, List.of(1, 2, 3, 4), owner("search")).released())
        .as("all of it, with other labels")
        .containsExactly(1, 2, 3, 4);

    Review neither = desk.propose(wide.later());
    desk.noted.calls.clear();
    ServiceException refusal =
        catchThrowableOfType(
            ServiceException.class, () -> amend(neither, List.of(4), owner("payments")));
    assertThat(refusal.detail()).contains("the labels say so already");
    assertThat(desk.reviews.find(neither.id()).orElseThrow().state()).isEqualTo(ReviewState.OPEN);
    ServiceException wider =
        catchThrowableOfType(
            ServiceException.class, () -> amend(neither, List.of(9), owner("search")));
    assertThat(wider.detail()).contains("was not proposed");
    assertThat(of(neither)).isEmpty();
  }

  private Review amend(Review review, List<Integer> ordinals, LabelChange change) {
    return desk.reviews.answer(
        review.id(),
        review.bindingHash(),
        new ReviewAnswer.Only(ordinals, true),
        "rita",
        "less",
        corrections.beside(review, change, "rita", "less"));
  }

  @Test
  void twoAtOnceAreOneAfterTheOther() throws Exception {
    Proposals first = Proposals.of("shop");
    Review one = desk.propose(first.incident(null));
    Review other = desk.propose(first.incident(null));
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 10; round++) {
        Severity to = round % 2 == 0 ? Severity.P3 : Severity.P2;
        String team = "team-" + round;
        List<Callable<Review>> both =
            List.of(() -> correct(one, severity(to)), () -> correct(other, owner(team)));
        for (Future<Review> each : people.invokeAll(both)) {
          each.get();
        }
      }
    }
    List<LabelCorrection> made = of(one);
    assertThat(made).hasSize(20);
    for (int i = 1; i < made.size(); i++) {
      assertThat(made.get(i).from()).as("number %d", i).isEqualTo(made.get(i - 1).to());
    }
  }

  @Test
  void whatIsArchivedStaysAsItIs() {
    Review review = desk.propose(Proposals.of("shop"));
    Corrections without = corrections(_ -> Optional.empty());
    ServiceException refusal =
        catchThrowableOfType(
            ServiceException.class, () -> without.beside(review, owner("a"), "rita", "x"));
    assertThat(refusal.code()).isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(without.labels(review.proposal().decisionId())).isEmpty();
  }

  @Test
  void refusesWordsThatAreNoLabels() {
    for (Callable<LabelChange> wrong :
        List.<Callable<LabelChange>>of(
            () -> new LabelChange(Optional.empty(), Optional.empty(), Optional.empty()),
            () -> categories(),
            () -> categories("a", "a"),
            () -> categories("Payment"),
            () -> categories("a b"),
            () -> categories("a".repeat(65)),
            () -> categories("abcdefghijklmnopq".split("")),
            () -> owner(" "),
            () -> owner("a "),
            () -> owner("a\nb"),
            () -> owner("a".repeat(101)))) {
      ServiceException refusal = catchThrowableOfType(ServiceException.class, wrong::call);
      assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }
    Corrections picky =
        new Corrections(
            desk.database,
            new TimeIds(Clock.systemUTC()),
            _ -> Optional.of(new Corrections.Decided(DECIDED, Optional.empty())),
            change -> change.owner().map(team -> "there is no team `" + team + "`"));
    Review review = desk.propose(Proposals.of("shop"));
    assertThat(
            catchThrowableOfType(
                    ServiceException.class,
                    () -> picky.beside(review, owner("nobody"), "rita", "x"))
                .detail())
        .isEqualTo("there is no team `nobody`");
  }
}
