package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.HeavyWork;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: nothing that computes stops a decision. Method: more requests compute than there are
/// cores, without an end; on virtual threads that would leave no thread to anybody else.
@Tag("long") // wants the whole machine: it asks for answers in time
final class HeavyJourneyTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @Test
  void decisionsAndHealthAreAnsweredWhileAllPlacesCompute() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(HeavyWork.PLACES);
    try (RunningService service = RunningService.start(POSTGRES.config());
        ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> heavy = new ArrayList<>();
      for (int i = 0; i < HeavyWork.PLACES + Runtime.getRuntime().availableProcessors(); i++) {
        heavy.add(requests.submit(() -> HeavyWork.run("a test", () -> compute(begun, over))));
      }
      begun.await();
      for (int i = 0; i < 20; i++) {
        assertThat(service.client().decide(surge(i)).status()).isEqualTo(201);
        assertThat(service.client().get("/health/live").status()).isEqualTo(200);
      }
      over.set(true);
      for (Future<?> each : heavy) {
        each.get();
      }
    }
  }

  private static String surge(int number) {
    return Aggregates.surge()
        .replaceFirst("(\"aggregateId\": *)\"[^\"]*\"", "$1\"heavy-%d\"".formatted(number));
  }

  private static long compute(CountDownLatch begun, AtomicBoolean over) {
    begun.countDown();
    long turns = 0;
    while (!over.get()) {
      HeavyWork.requireTime();
      turns++;
    }
    return turns;
  }
}
