package dev.ombud.act.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.NewAction;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Orders;
import dev.ombud.act.action.QueueLevel;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.action.Target;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.database.Database;
import dev.ombud.testing.Condition;
import dev.ombud.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The real workers with the real clock, two instances of them on one database.
final class OutboxTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final Clock clock = Clock.systemUTC();
  private final TimeIds ids = new TimeIds(clock);
  private final Database database = POSTGRES.database();
  private final ActionStore store = new ActionStore(database);
  private final Map<String, Integer> written = new ConcurrentHashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);

  @BeforeEach
  void clear() {
    new Yard(POSTGRES).clear();
  }

  private final DueSignal due = new DueSignal();

  private Outbox outbox(Outbox.Config config) {
    return new Outbox(
        database,
        store,
        due,
        new Automation(database, ids, clock, 1_000),
        this::target,
        Orders::of,
        ids,
        clock,
        config);
  }

  private Optional<Target> target(StoredAction action) {
    boolean isDead = action.target().startsWith("dead:");
    return Optional.of(
        new Target(
            isDead ? "dead" : "live",
            new Connector() {
              @Override
              public RemoteState look(Order order) throws DeliveryException {
                if (isDead) {
                  hang();
                }
                return written.containsKey(order.key())
                    ? new RemoteState.Done(Yard.Told.receipt())
                    : new RemoteState.Open("on", "1");
              }

              @Override
              public Receipt write(Order order, RemoteState.Open before) {
                written.merge(order.key(), 1, Integer::sum);
                return Yard.Told.receipt();
              }
            }));
  }

  /// As a target does that takes connections and never answers.
  private void hang() throws DeliveryException {
    try {
      if (end.await(2, TimeUnit.SECONDS)) {
        throw new DeliveryException(Kind.LATER, "the test is over");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new DeliveryException(Kind.UNKNOWN, "no answer within 2 s");
  }

  private List<NewAction> ask(int count, ActionKind kind, String target) {
    List<NewAction> actions = new ArrayList<>();
    Instant now = clock.instant();
    for (int i = 0; i < count; i++) {
      actions.add(
          new NewAction(
              ids.next(),
              ids.next(),
              1,
              null,
              kind,
              target,
              "shop",
              "production",
              null,
              ActionState.QUEUED,
              now));
    }
    Yard.enqueue(database, actions);
    return actions;
  }

  private long in(LiveState state) {
    return store.levels().stream()
        .filter(level -> level.state() == state)
        .mapToLong(QueueLevel::count)
        .sum();
  }

  @Test
  void sharesTheWorkAndDoesEachOnce() {
    ask(400, ActionKind.NOTIFY, "channel:a");
    try (Outbox _ = outbox(Outbox.Config.USUAL).start();
        Outbox _ = outbox(Outbox.Config.USUAL).start()) {
      Condition.await(SOON, "all are done", () -> store.levels().isEmpty());
    }
    assertThat(written).hasSize(400);
    assertThat(Set.copyOf(written.values())).containsExactly(1);
  }

  /// 300 actions wait for a target that never answers, and hold 16 of 24 workers for 2 s at first;
  /// then its breaker is open.
  @Test
  void aDeadTargetSlowsNoOther() {
    ask(300, ActionKind.OPEN_TICKET, "dead:a");
    try (Outbox outbox = outbox(Outbox.Config.USUAL).start()) {
      Condition.await(SOON, "the dead one is tried", () -> in(LiveState.RUNNING) > 0);
      // Tickets of one priority, and all of the dead ones are ahead.
      List<NewAction> live = ask(200, ActionKind.OPEN_TICKET, "live:a");
      due.raise();
      Condition.await(
          Duration.ofSeconds(10), "the live ones are done", () -> written.size() == live.size());
      Condition.await(
          Duration.ofSeconds(10),
          "the breaker is open",
          () ->
              outbox.targets().stream()
                  .anyMatch(target -> target.name().equals("dead") && target.shut()));
      assertThat(outbox.targets())
          .filteredOn(target -> target.name().equals("live"))
          .allMatch(target -> !target.shut());
      assertThat(in(LiveState.DEAD)).isZero();
      end.countDown();
    }
  }

  @Test
  void finishesWhatIsUnderWayBeforeItStops() {
    List<NewAction> asked = ask(1, ActionKind.PAGE_OWNER, "dead:a");
    try (Outbox _ = outbox(Outbox.Config.USUAL).start()) {
      Condition.await(SOON, "it is tried", () -> in(LiveState.RUNNING) == 1);
    }
    StoredAction action = store.find(asked.getFirst().actionId()).orElseThrow();
    assertThat(action.state()).isEqualTo(LiveState.QUEUED);
    assertThat(action.why()).contains("no answer within 2 s");
  }

  @Test
  void takesWhatMitigatesFirst() {
    List<String> order = new ArrayList<>();
    ask(50, ActionKind.NOTIFY, "channel:a");
    ask(1, ActionKind.DISABLE_FLAG, "flag:a");
    Outbox outbox =
        new Outbox(
            database,
            store,
            due,
            new Automation(database, ids, clock, 1_000),
            action -> {
              synchronized (order) {
                order.add(action.kind().name());
              }
              return target(action);
            },
            Orders::of,
            ids,
            clock,
            new Outbox.Config(1, 1));
    try (outbox) {
      outbox.start();
      Condition.await(SOON, "all are done", () -> store.levels().isEmpty());
    }
    assertThat(order.getFirst()).isEqualTo("DISABLE_FLAG");
  }

  @Test
  void aWakeUpNeedsNoPoll() {
    ask(1, ActionKind.NOTIFY, "channel:a");
    try (Outbox _ = outbox(new Outbox.Config(24, 16, Duration.ofHours(1))).start()) {
      // It has looked once, and looks again by itself in an hour.
      Condition.await(SOON, "the first is done", () -> store.levels().isEmpty());
      ask(10, ActionKind.NOTIFY, "channel:a");
      due.raise();
      Condition.await(SOON, "all are done", () -> store.levels().isEmpty());
    }
  }

  @Test
  void beginsNothingOnceItIsClosed() {
    outbox(Outbox.Config.USUAL).start().close();
    ask(1, ActionKind.NOTIFY, "channel:a");
    due.raise();
    try (Outbox _ = outbox(Outbox.Config.USUAL).start()) {
      Condition.await(SOON, "another one does it", () -> store.levels().isEmpty());
    }
    assertThat(written).hasSize(1);
  }
}
