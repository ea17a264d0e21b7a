package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.database.Pool;
import dev.ombud.testing.TestDatabase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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

  @Test
  void doesOnceWhatFailedOnce() throws InterruptedException {
    AtomicInteger turns = new AtomicInteger();
    CountDownLatch others = new CountDownLatch(2);
    try (Chores chores = new Chores(POSTGRES.database())) {
      Chores _ =
          chores
              .once(
                  0,
                  Pool.UPKEEP,
                  "a test",
                  () -> {
                    turns.incrementAndGet();
                    throw new IllegalStateException("of a test");
                  })
              .every(1, Pool.UPKEEP, "another", others::countDown);
      others.await();
    }
    assertThat(turns).hasValue(1);
  }
}
