package dev.ombud.act.outbox;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.NewAction;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Orders;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.action.Target;
import dev.ombud.act.action.TargetBreakers;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.database.Database;
import dev.ombud.testing.TestDatabase;
import io.github.resilience4j.core.IntervalFunction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// An outbox without workers: a test says which action is attempted, and when.
final class Yard {
  static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
  static final Duration PAUSE = Duration.ofSeconds(2);
  static final int MOST_TRIES = 3;
  static final int BUDGET = 3;

  final TestClock clock = new TestClock();
  final TimeIds ids = new TimeIds(clock);
  final Database database;
  final ActionStore store;
  final Automation automation;
  final Actions people;
  final ClaimStore claims;

  /// By what stands before the colon of a target.
  final Map<String, Connector> connectors = new ConcurrentHashMap<>();

  private final TestDatabase postgres;
  private final Delivery delivery;

  Yard(TestDatabase postgres) {
    clock.set(BEGIN);
    this.postgres = postgres;
    database = postgres.database();
    store = new ActionStore(database);
    automation = new Automation(database, ids, clock, BUDGET);
    people = new Actions(database, ids, clock, () -> {});
    claims = new ClaimStore(database);
    delivery =
        new Delivery(
            claims,
            new AttemptStore(database, automation, ids, claims.instance()),
            new TargetBreakers(2, clock),
            this::target,
            Orders::of,
            clock,
            new Delivery.Patience(
                MOST_TRIES, IntervalFunction.ofExponentialBackoff(PAUSE, 2, Duration.ofHours(1))));
  }

  Optional<Target> target(StoredAction action) throws DeliveryException {
    String name = action.target().substring(0, action.target().indexOf(':'));
    if (name.equals("archived")) {
      throw new DeliveryException(DeliveryException.Kind.NEVER, "its decision is archived");
    }
    if (name.equals("fault")) {
      throw new IllegalStateException("a fault of ours");
    }
    return Optional.ofNullable(connectors.get(name)).map(each -> new Target(name, each));
  }

  /// Empties the tables.
  Yard clear() {
    try (Connection owner = postgres.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute(
          "truncate actions, action_steps, automation_switches, freezes,"
              + " audit_events, log_queue");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  NewAction asked(ActionKind kind, String target, ActionState state) {
    return asked(ids.next(), 1, null, kind, target, state);
  }

  NewAction asked(
      UUID decision,
      int ordinal,
      @Nullable Integer parent,
      ActionKind kind,
      String target,
      ActionState state) {
    return new NewAction(
        ids.next(),
        decision,
        ordinal,
        parent,
        kind,
        target,
        "shop",
        "production",
        null,
        state,
        clock.instant());
  }

  /// Queues an action.
  UUID queue(ActionKind kind, String target) {
    NewAction action = asked(kind, target, ActionState.QUEUED);
    enqueue(database, List.of(action));
    return action.actionId();
  }

  static void enqueue(Database database, List<NewAction> actions) {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      ActionStore.enqueue(connection, actions);
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Takes it one attempt further, as a worker that has just claimed it; what is not to be claimed
  /// stays as it is.
  StoredAction attempt(UUID id) {
    StoredAction action = find(id);
    boolean isEarly = action.dueAt().filter(clock.instant()::isBefore).isPresent();
    if (action.state().isRunnable() && !isEarly) {
      delivery.attempt(action);
    }
    return find(id);
  }

  StoredAction find(UUID id) {
    return store.find(id).orElseThrow();
  }

  List<String> steps(UUID id) {
    List<String> steps = new ArrayList<>();
    store.steps(id).forEach(step -> steps.add(step.kind().name()));
    return steps;
  }

  /// Which actions are next, and when.
  Map<UUID, Instant> scheduled() {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select id, turn_at from actions
                where turn_at is not null and state in ('QUEUED', 'RUNNING', 'WAITING')
                """)
            .map((row, _) ->
                Map.entry(
                    row.getObject(1, UUID.class),
                    row.getObject(2, OffsetDateTime.class).toInstant()))
            .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  List<String> events() {
    return database.ask(handle ->
        handle
            .createQuery(
                "select kind || ' ' || actor || ' ' || reason from audit_events order by id")
            .mapTo(String.class)
            .list());
  }

  /// A system outside that says what it is told to and counts what it was asked to write.
  static final class Told implements Connector {
    int writes;
    boolean isDone;
    @Nullable RemoteState other;
    @Nullable DeliveryException onLook;
    @Nullable DeliveryException onWrite;
    @Nullable DeliveryException onReadBack;
    boolean takesEffect = true;
    @Nullable Receipt parent;

    @Override
    public RemoteState look(Order order) throws DeliveryException {
      if (onLook != null) {
        throw onLook;
      }
      if (writes > 0 && onReadBack != null) {
        throw onReadBack;
      }
      if (other != null) {
        return other;
      }
      return isDone ? new RemoteState.Done(receipt()) : new RemoteState.Open("on for all", "7");
    }

    @Override
    public Receipt write(Order order, RemoteState.Open before) throws DeliveryException {
      writes++;
      parent = order.parent().orElse(null);
      isDone = takesEffect;
      if (onWrite != null) {
        throw onWrite;
      }
      return receipt();
    }

    static Receipt receipt() {
      return new Receipt("OPS-1", "https://tickets.example/OPS-1", "open");
    }
  }
}
