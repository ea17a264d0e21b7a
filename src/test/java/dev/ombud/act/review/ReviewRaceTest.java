package dev.ombud.act.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.testing.Proposals;
import dev.ombud.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: of things that happen to a review at once, one counts. Method: two threads from one
/// barrier, many rounds; either order is right, and only a mixture is wrong.
final class ReviewRaceTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final Desk desk = new Desk(POSTGRES);

  @BeforeEach
  void empty() {
    desk.empty();
  }

  @Test
  void ofTwoAnswersAtOnceOneCounts() throws Exception {
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 20; round++) {
        desk.noted.calls.clear();
        Review review = desk.propose(Proposals.of("shop"));
        CyclicBarrier start = new CyclicBarrier(2);
        List<Future<String>> both = new ArrayList<>();
        for (ReviewAnswer answer : List.of(new ReviewAnswer.Approve(), new ReviewAnswer.Reject())) {
          both.add(
              two.submit(() -> {
                start.await();
                try {
                  return desk.answer(review, answer).state().name();
                } catch (ServiceException e) {
                  return e.code().name();
                }
              }));
        }
        List<String> outcomes = List.of(both.get(0).get(), both.get(1).get());
        assertThat(outcomes).containsOnlyOnce("WRONG_STATE");
        assertThat(desk.noted.calls).hasSize(1);
        assertThat(desk.events(review)).hasSize(1);
      }
    }
  }

  @Test
  void anAnswerAndNewerEvidenceAtOnceNeverBothHold() throws Exception {
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 20; round++) {
        desk.noted.calls.clear();
        Proposals first = Proposals.of("shop");
        Review review = desk.propose(first);
        CyclicBarrier start = new CyclicBarrier(2);
        Future<String> answered =
            two.submit(() -> {
              start.await();
              try {
                return desk.answer(review, new ReviewAnswer.Approve()).state().name();
              } catch (ServiceException e) {
                return e.code().name();
              }
            });
        Future<?> newer =
            two.submit(() -> {
              start.await();
              return desk.propose(first.later());
            });
        newer.get();
        ReviewState state = desk.reviews.find(review.id()).orElseThrow().state();
        if (answered.get().equals("APPROVED")) {
          assertThat(state).isEqualTo(ReviewState.APPROVED);
          assertThat(desk.noted.calls).hasSize(1);
        } else {
          assertThat(answered.get()).isEqualTo("PRECONDITION_FAILED");
          assertThat(state).isEqualTo(ReviewState.SUPERSEDED);
          assertThat(desk.noted.calls).isEmpty();
        }
      }
    }
  }
}
