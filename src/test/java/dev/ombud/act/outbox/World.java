package dev.ombud.act.outbox;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.action.Step;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.action.Target;
import dev.ombud.ground.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Three systems outside that remember what was done in them and do it again whenever they are
/// asked: nothing here is idempotent. They fail in every way that real ones do, and kill whoever
/// speaks to them. Belongs to one thread.
final class World {
  /// A worker that dies. No code of ours catches it.
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("the worker died", null, false, false);
    }
  }

  private static final Duration SLOWEST = Duration.ofSeconds(4);

  final Map<String, Integer> done = new HashMap<>();
  final Set<String> refused = new HashSet<>();

  /// What was dropped before anybody began it.
  final Set<String> forbidden = new HashSet<>();

  final List<String> broken = new ArrayList<>();

  /// Targets that are down.
  final Set<String> down = new HashSet<>();

  boolean isHealed;
  boolean isStopped;
  int crashes;

  private final Map<String, Instant> late = new HashMap<>();
  private final Map<String, Instant> pending = new HashMap<>();
  private final Random random;
  private final Clock clock;
  private final ActionStore actions;
  private final Runnable onCrash;

  World(Database database, Random random, Clock clock, Runnable onCrash) {
    this.actions = new ActionStore(database);
    this.random = random;
    this.clock = clock;
    this.onCrash = onCrash;
  }

  Optional<Target> target(StoredAction action) {
    String name = action.target().substring(0, action.target().indexOf(':'));
    return Optional.of(
        new Target(
            name,
            new Connector() {
              @Override
              public RemoteState look(Order order) throws DeliveryException {
                return World.this.look(name, order);
              }

              @Override
              public Receipt write(Order order, RemoteState.Open before) throws DeliveryException {
                return World.this.write(name, order);
              }
            }));
  }

  private RemoteState look(String name, Order order) throws DeliveryException {
    fail(name, 8);
    RemoteState found = stands(order);
    fail(name, 8);
    return found;
  }

  private RemoteState stands(Order order) {
    String key = order.key();
    Instant landed = late.get(key);
    if (landed != null && !clock.instant().isBefore(landed)) {
      late.remove(key);
      carryOut(key);
    }
    if (done.containsKey(key)) {
      return new RemoteState.Done(receipt(order));
    }
    Instant agreed = pending.get(key);
    if (agreed != null) {
      if (clock.instant().isBefore(agreed) && !isHealed) {
        return new RemoteState.Pending(receipt(order));
      }
      pending.remove(key);
      carryOut(key);
      return new RemoteState.Done(receipt(order));
    }
    return refused.contains(key)
        ? new RemoteState.Refused("a person was there first")
        : new RemoteState.Open("on", "7");
  }

  private Receipt write(String name, Order order) throws DeliveryException {
    checkAllowed(order);
    fail(name, 6);
    if (random.nextInt(12) == 0 && !isHealed) {
      late.put(order.key(), clock.instant().plusMillis(random.nextLong(SLOWEST.toMillis())));
      die(2);
      throw new DeliveryException(Kind.UNKNOWN, "no answer yet");
    }
    if (name.equals("flag") && random.nextInt(6) == 0) {
      pending.put(order.key(), clock.instant().plusSeconds(random.nextInt(600)));
    } else {
      carryOut(order.key());
    }
    if (random.nextInt(6) == 0 && !isHealed) {
      throw new DeliveryException(Kind.UNKNOWN, "no answer");
    }
    fail(name, 10);
    return receipt(order);
  }

  private void carryOut(String key) {
    done.merge(key, 1, Integer::sum);
  }

  /// Nothing is written before it is on record, and nothing automatic after a stop.
  private void checkAllowed(Order order) {
    StoredAction action = actions.find(order.actionId()).orElseThrow();
    List<Step> steps = actions.steps(order.actionId());
    boolean isAnnounced =
        steps.stream()
            .anyMatch(
                step -> step.kind() == Step.Kind.WRITE && step.attempt() == action.attempts());
    if (!isAnnounced) {
      broken.add("written without a row that says so: " + action);
    }
    if (forbidden.contains(order.key())) {
      broken.add("written after it was dropped: " + action);
    }
    if (action.automatic() && isStopped) {
      broken.add("written by itself after a stop: " + action);
    }
    if (action.parent().isPresent() && order.parent().isEmpty()) {
      LiveState parent =
          actions.ofDecision(action.decisionId()).get(action.parent().getAsInt() - 1).state();
      if (!parent.isFinal() || parent == LiveState.DONE) {
        broken.add("a child before its parent: " + action);
      }
    }
  }

  private void fail(String name, int oneIn) throws DeliveryException {
    if (isHealed) {
      return;
    }
    if (down.contains(name)) {
      throw new DeliveryException(Kind.LATER, "connection refused");
    }
    die(25);
    if (random.nextInt(oneIn) == 0) {
      switch (random.nextInt(5)) {
        case 0 -> throw new DeliveryException(Kind.LATER, "503");
        case 1 ->
            throw new DeliveryException(
                Kind.LATER, "429", Optional.of(Duration.ofSeconds(random.nextInt(120))));
        case 2 -> throw new DeliveryException(Kind.UNKNOWN, "timeout");
        case 3 -> throw new DeliveryException(Kind.NEVER, "400");
        default -> throw new IllegalStateException("a bug of the connector");
      }
    }
  }

  private void die(int oneIn) {
    if (!isHealed && random.nextInt(oneIn) == 0) {
      crashes++;
      onCrash.run();
      throw new Crash();
    }
  }

  private static Receipt receipt(Order order) {
    return new Receipt("ref-" + order.key().substring(0, 8), "", "off");
  }
}
