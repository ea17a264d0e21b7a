package dev.ombud.act.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.action.ActionQuery;
import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.NewAction;
import dev.ombud.act.action.Orders;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.action.TargetBreakers;
import dev.ombud.ground.base.DrillFilter;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.database.Database;
import dev.ombud.testing.Property;
import dev.ombud.testing.TestDatabase;
import io.github.resilience4j.core.IntervalFunction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: nothing that was asked for is lost, and nothing is done twice, whatever dies and whenever.
/// Method: one seeded run of thousands of steps in which workers die at every point of an attempt,
/// clocks jump both ways, targets fail in every way, and people stop, retry, drop and agree; then
/// all is healed, and whatever is not at its end by then is lost. `-Dombud.seed=…` repeats a run.
@Tag("property")
final class SimulationTest {
  private static final int STEPS = Property.length(3_000);
  private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final long seed = Long.getLong("ombud.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final TestClock clock = new TestClock();
  private final Database database = POSTGRES.database();
  private final ActionStore store = new ActionStore(database);
  private final TimeIds ids = new TimeIds(clock);
  private final World world = new World(database, random, clock, () -> isDead = true);
  private final Automation automation = new Automation(database, ids, clock, 40);
  private final Actions people = new Actions(database, ids, clock, () -> {});
  private final Map<UUID, List<NewAction>> asked = new LinkedHashMap<>();
  private final Set<UUID> over = new HashSet<>();
  private Instance instance;
  private boolean isDead;

  @Test
  void losesNothingAndDoesNothingTwice() throws SQLException {
    clock.set(BEGIN);
    instance = instance();
    try {
      for (int step = 0; step < STEPS; step++) {
        step();
      }
      heal();
      check();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  private record Instance(ClaimStore claims, Delivery delivery) {}

  /// A service that has just started: it remembers nothing but what is on record.
  private Instance instance() {
    ClaimStore claims = new ClaimStore(database);
    return new Instance(
        claims,
        new Delivery(
            claims,
            new AttemptStore(database, automation, ids, claims.instance()),
            new TargetBreakers(4, clock),
            world::target,
            Orders::of,
            new Mortal(),
            new Delivery.Patience(
                6,
                IntervalFunction.ofExponentialBackoff(
                    Duration.ofSeconds(2), 2, Duration.ofMinutes(5)))));
  }

  /// Who has died does nothing any more, not even say how it ended: that takes the time.
  private final class Mortal extends Clock {
    @Override
    public Instant instant() {
      if (isDead) {
        throw new World.Crash();
      }
      return clock.instant();
    }

    @Override
    public ZoneId getZone() {
      return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return clock.withZone(zone);
    }
  }

  /// Carries out what is due. Whoever dies at it leaves the rest behind, and another one starts.
  private void work() {
    List<StoredAction> claimed;
    do {
      claimed = instance.claims().claim(clock.instant(), 4);
      try {
        claimed.forEach(instance.delivery()::attempt);
      } catch (World.Crash _) {
        isDead = false;
        instance = instance();
      }
    } while (!claimed.isEmpty());
  }

  private void step() throws SQLException {
    switch (random.nextInt(20)) {
      case 0 -> ask();
      case 1 -> clock.tick(Duration.ofSeconds(random.nextInt(900)));
      case 2 -> clock.tick(Duration.ofSeconds(-random.nextInt(60)));
      case 3 -> {
        if (!world.down.remove("team")) {
          world.down.add("team");
        }
      }
      case 4 -> retryOrDrop();
      case 5 -> agree();
      case 6 -> flip();
      case 7, 8 -> clock.tick(ClaimStore.LEASE);
      case 9 -> end();
      default -> {
        clock.tick(Duration.ofMillis(random.nextInt(20_000)));
        work();
      }
    }
  }

  private void ask() throws SQLException {
    UUID decision = ids.next();
    List<NewAction> actions = new ArrayList<>();
    ActionState state = List.of(ActionState.values()).get(random.nextInt(3));
    add(actions, decision, null, ActionKind.DISABLE_FLAG, "flag:f" + random.nextInt(5), state);
    add(actions, decision, null, ActionKind.OPEN_TICKET, "team:t", ActionState.QUEUED);
    add(actions, decision, 2, ActionKind.OPEN_TICKET, "team:u", ActionState.QUEUED);
    add(actions, decision, null, ActionKind.NOTIFY, "channel:c", ActionState.QUEUED);
    add(actions, decision, null, ActionKind.ADD_TO_DIGEST, "team:t", ActionState.QUEUED);
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      ActionStore.enqueue(connection, actions);
      connection.commit();
      connection.setAutoCommit(true);
    }
    asked.put(decision, actions);
    if (random.nextInt(8) == 0) {
      world.refused.add(store.ofDecision(decision).getFirst().key());
    }
  }

  /// An incident is over: what nobody began is dropped, whatever workers are at. What was dropped
  /// and never written is never done.
  private void end() throws SQLException {
    List<UUID> open = asked.keySet().stream().filter(each -> !over.contains(each)).toList();
    if (open.isEmpty()) {
      return;
    }
    UUID incident = open.get(random.nextInt(open.size()));
    over.add(incident);
    List<NewAction> actions = asked.get(incident);
    List<NewAction> news = new ArrayList<>();
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      ToldStore.over(connection, Map.of(incident, "it is over"), clock.instant());
      ToldStore.ofIncidents(connection, List.of(incident), 50)
          .forEach(_ -> add(actions, news, incident));
      ActionStore.enqueue(connection, news);
      connection.commit();
      connection.setAutoCommit(true);
    }
    store.ofDecision(incident).stream()
        .filter(each -> each.state() == LiveState.DROPPED && each.wroteAt().isEmpty())
        .forEach(each -> world.forbidden.add(each.key()));
  }

  private void add(List<NewAction> actions, List<NewAction> news, UUID decision) {
    add(actions, decision, null, ActionKind.NOTIFY, "channel:c", ActionState.QUEUED);
    news.add(actions.getLast());
  }

  private void add(
      List<NewAction> actions,
      UUID decision,
      Integer parent,
      ActionKind kind,
      String target,
      ActionState state) {
    actions.add(
        new NewAction(
            ids.next(),
            decision,
            actions.size() + 1,
            parent,
            kind,
            target,
            "shop",
            "production",
            decision,
            state,
            clock.instant()));
  }

  private void retryOrDrop() {
    LiveState state = random.nextBoolean() ? LiveState.DEAD : LiveState.HELD;
    for (StoredAction action : page(state)) {
      if (random.nextInt(4) == 0) {
        people.drop(action.id(), "ann", "not worth it");
      } else {
        people.retry(action.id(), "ann", "again");
      }
    }
  }

  private void agree() {
    for (StoredAction action : page(LiveState.AWAITING_APPROVAL)) {
      Set<Integer> ordinal = Set.of(action.ordinal());
      Instant now = clock.instant();
      database.change(handle ->
          switch (random.nextInt(3)) {
            case 0 -> ApprovalStore.reject(handle, action.decisionId(), ordinal, "no", now);
            case 1 -> ApprovalStore.expire(handle, action.decisionId(), ordinal, "late", now);
            default -> ApprovalStore.release(handle, action.decisionId(), ordinal, now);
          });
    }
  }

  private void flip() {
    if (world.isStopped) {
      world.isStopped = false;
      automation.resume("ann", "go on");
    } else {
      automation.stop("ann", "wait");
      world.isStopped = true;
    }
  }

  private List<StoredAction> page(LiveState state) {
    return store
        .page(
            new ActionQuery(
                Optional.of(state),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                DrillFilter.FALSE,
                500,
                Optional.empty()))
        .items();
  }

  /// All targets work, and people see to whatever is stuck.
  private void heal() {
    world.isHealed = true;
    world.isStopped = false;
    automation.resume("ann", "go on");
    for (int round = 0; round < 400 && !isQuiet(); round++) {
      page(LiveState.DEAD).forEach(action -> people.retry(action.id(), "ann", "again"));
      page(LiveState.HELD).forEach(action -> people.retry(action.id(), "ann", "again"));
      page(LiveState.AWAITING_APPROVAL)
          .forEach(action ->
              database.change(handle ->
                  ApprovalStore.release(
                      handle, action.decisionId(), Set.of(action.ordinal()), clock.instant())));
      clock.tick(Duration.ofMinutes(1));
      work();
    }
  }

  private boolean isQuiet() {
    return store.levels().isEmpty();
  }

  private void check() {
    assertThat(world.broken).isEmpty();
    assertThat(world.crashes).isGreaterThan(STEPS / 150);
    assertThat(asked).hasSizeGreaterThan(STEPS / 40);
    assertThat(world.forbidden).hasSizeGreaterThan(STEPS / 150);
    List<StoredAction> all = new ArrayList<>();
    asked.forEach((decision, actions) -> {
      List<StoredAction> stored = store.ofDecision(decision);
      assertThat(stored)
          .extracting(StoredAction::id)
          .containsExactlyElementsOf(actions.stream().map(NewAction::actionId).toList());
      all.addAll(stored);
    });
    for (StoredAction action : all) {
      int times = world.done.getOrDefault(action.key(), 0);
      switch (action.state()) {
        case DONE -> assertThat(times).as("%s", action).isEqualTo(1);
        case RECOMMENDED, DIGEST, EXPIRED, REFUSED, SUPPRESSED ->
            assertThat(times).as("%s", action).isZero();
        case DROPPED -> assertThat(times).as("%s", action).isLessThanOrEqualTo(1);
        case QUEUED, AWAITING_APPROVAL, RUNNING, WAITING, HELD, DEAD ->
            assertThat(action.state()).as("lost: %s", action).isEqualTo(LiveState.DONE);
      }
    }
    if (Property.isLong()) {
      assertThat(all.stream().map(StoredAction::state))
          .contains(LiveState.DONE, LiveState.DROPPED, LiveState.REFUSED, LiveState.EXPIRED);
    }
    long left =
        database.ask(handle ->
            handle
                .createQuery(
                    """
                    select count(*) from actions
                    where turn_at is not null and state in ('QUEUED', 'RUNNING', 'WAITING')
                    """)
                .mapTo(Long.class)
                .one());
    assertThat(left).isZero();
  }
}
