package dev.ombud.act.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.act.outbox.ChangeStore.Change;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: whoever commits together with others gets what it would get alone.
final class ChangeStoreTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final Yard yard = new Yard(POSTGRES);
  private final ChangeStore changes = new ChangeStore(yard.database);

  @BeforeEach
  void clear() {
    yard.clear();
  }

  private static Change change(UUID id, String why, int divisor) {
    return new Change(
        "update actions set why = :why where id = :id and 1 / cast(:divisor as integer) = 1",
        values -> values.bind("id", id).bind("why", why).bind("divisor", divisor));
  }

  @Test
  void saysWhetherThereWasSomethingToChange() {
    UUID id = yard.queue(ActionKind.NOTIFY, "channel:a");
    assertThat(changes.change(change(id, "so", 1))).isTrue();
    assertThat(yard.find(id).why()).contains("so");
    assertThat(changes.change(change(yard.ids.next(), "so", 1))).isFalse();
  }

  @Test
  void whatCannotBeMadeKeepsNoOtherFromIt() throws Exception {
    CountDownLatch gathered = new CountDownLatch(1);
    UUID id = yard.queue(ActionKind.NOTIFY, "channel:a");
    UUID other = yard.queue(ActionKind.NOTIFY, "channel:a");
    Change slow =
        new Change(
            "update actions set why = why where id = :id",
            values -> {
              values.bind("id", yard.ids.next());
              await(gathered);
            });
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> made = new ArrayList<>();
      for (Change each :
          List.of(slow, slow, change(id, "a", 1), change(id, "b", 0), change(other, "c", 1))) {
        made.add(workers.submit(() -> changes.change(each)));
      }
      gathered.countDown();
      assertThat(made.get(2).get()).isTrue();
      assertThatThrownBy(made.get(3)::get)
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("division by zero");
      assertThat(made.get(4).get()).isTrue();
    }
    assertThat(yard.find(id).why()).contains("a");
    assertThat(yard.find(other).why()).contains("c");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
