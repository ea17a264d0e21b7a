package dev.ombud.door.start;

import dev.ombud.ground.database.Pool;
import dev.ombud.testing.TestDatabase;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ChoresTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @Test
  void doesAgainWhatFailedInWhateverWay() throws InterruptedException {
    CountDownLatch turns = new CountDownLatch(3);
    try (Chores chores = new Chores(POSTGRES.database())) {
      Chores _ =
          chores.every(
              1,
              Pool.UPKEEP,
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
