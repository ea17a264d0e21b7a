package dev.ombud.app;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class ChoresTest {
  @Test
  void doesAgainWhatFailedInWhateverWay() throws InterruptedException {
    CountDownLatch turns = new CountDownLatch(3);
    try (Chores chores = new Chores()) {
      Chores _ =
          chores.every(
              1,
              "a test",
              () -> {
                turns.countDown();
                if (turns.getCount() == 2) {
                  throw new StackOverflowError("of a test");
                }
                throw new IllegalStateException("of a test");
              });
      turns.await();
    }
  }
}
