package dev.ombud.act.brief;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.words.AnswerVault;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.Severity;
import dev.ombud.testing.TestDatabase;
import dev.ombud.testing.Texts;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: the writer of briefs ends when it is told to, whatever it is at.
class BriefWorkerStopTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final TimeIds ids = new TimeIds(Clock.systemUTC());

  private void request() {
    new RequestStore(POSTGRES.database())
        .add(
            new BriefRequest(
                ids.next(),
                Instant.now(),
                BriefKind.DECISION,
                Optional.of(ids.next()),
                Optional.empty(),
                Severity.P1,
                "storefront",
                Optional.empty(),
                0));
  }

  /// What a question to the database does when it is interrupted: it fails, and nothing else says
  /// any more that there was an interrupt.
  private static Optional<Material> waitForAnInterrupt(CountDownLatch asked) {
    asked.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("the interrupt is used up", e);
    }
    return Optional.empty();
  }

  @Test
  void endsAlsoWhereAnotherUsesUpTheInterrupt() throws InterruptedException {
    request();
    CountDownLatch asked = new CountDownLatch(1);
    AtomicInteger times = new AtomicInteger();
    BriefWorker worker =
        new BriefWorker(
            POSTGRES.database(),
            _ -> {
              times.incrementAndGet();
              return waitForAnInterrupt(asked);
            },
            material -> true,
            BriefWriter.withoutModel(),
            new ModelBudget(1_000_000, 10_000_000, 1_000, 2.5, 10),
            new AnswerVault(Texts.vault(POSTGRES.database())),
            _ -> {},
            ids,
            Clock.systemUTC());
    worker.start();
    asked.await();
    request();
    worker.close();
    assertThat(worker.isRunning()).isFalse();
    assertThat(times).hasValue(1);
  }
}
