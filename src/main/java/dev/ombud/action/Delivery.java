package dev.ombud.action;

import dev.ombud.action.AttemptStore.Note;
import dev.ombud.action.DeliveryException.Kind;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries one action out, always in the same steps, so that a worker may die after any of them:
///
/// | step | on record before it | after a death here, the next attempt finds |
/// |---|---|---|
/// | look | the attempt | what was there |
/// | write | that it is about to write, and what was there | it done, or not: it looks first |
/// | look again | – | the same |
/// | record | – | it done |
///
/// A write whose answer never came is read back at once, and looked for before it is ever written
/// again. Thread-safe.
final class Delivery {
  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  /// What did not answer may still be at it.
  static final Duration UNKNOWN_FOR = Duration.ofSeconds(5);

  /// A worker that was held up for longer between announcing and writing does not write: another
  /// one may have taken over.
  private static final Duration LEASE = Duration.ofSeconds(10);

  private static final Duration WAITING_PAUSE = Duration.ofMinutes(1);
  private static final Duration WAITING_LONGEST = Duration.ofDays(7);
  private static final Duration ASKED_FOR_LONGEST = Duration.ofDays(1);
  private static final int WHY_LONGEST = 1000;

  private final AttemptStore store;
  private final Gates gates;
  private final Needs<Optional<Target>> targets;
  private final Needs<Order> orders;
  private final Clock clock;
  private final Patience patience;

  /// How often a failed attempt is repeated, and after what time.
  ///
  /// @param mostTries after so many it is a dead letter
  record Patience(int mostTries, IntervalFunction pause) {
    /// About an hour and a half in all.
    static final Patience USUAL =
        new Patience(
            12,
            IntervalFunction.ofExponentialRandomBackoff(
                Duration.ofSeconds(2), 2, 0.5, Duration.ofMinutes(15)));
  }

  Delivery(
      AttemptStore store,
      Gates gates,
      Needs<Optional<Target>> targets,
      Needs<Order> orders,
      Clock clock,
      Patience patience) {
    this.store = store;
    this.gates = gates;
    this.targets = targets;
    this.orders = orders;
    this.clock = clock;
    this.patience = patience;
  }

  /// Takes an action one attempt further, or gives it back where its target is shut.
  void attempt(UUID id) {
    Optional<StoredAction> found = store.find(id);
    if (found.isEmpty() || !found.get().state().isRunnable()) {
      store.forget(id);
      return;
    }
    StoredAction action = found.get();
    Instant now = clock.instant();
    Optional<Instant> early = action.dueAt().filter(now::isBefore);
    if (early.isPresent()) {
      store.putBack(id, early.get());
      return;
    }
    Optional<Target> target;
    try {
      target = careful(Kind.LATER, () -> targets.of(action));
    } catch (DeliveryException failure) {
      store
          .begin(action, now)
          .ifPresent(begun -> store.end(begun, List.of(), afterwards(begun, failure), now));
      return;
    }
    if (target.isEmpty()) {
      store.end(action, List.of(), unplaced(action), now);
      return;
    }
    Gate gate = gates.of(target.get().name());
    Connector connector = target.get().connector();
    switch (gate.enter()) {
      case Gate.Entry.Shut(Instant until) -> {
        store.putBack(id, until);
        gate.clearOnce(() -> store.putOffOthers(action, now, until));
      }
      case Gate.Entry.Open(Gate.Pass pass) -> {
        try (pass) {
          store.begin(action, now).ifPresent(begun -> carryOut(begun, connector, pass));
        }
      }
    }
  }

  private static Ending unplaced(StoredAction action) {
    return Ending.because(
        LiveState.HELD,
        "no target is configured for `%s` on `%s`: configure one, then retry"
            .formatted(action.kind(), action.target()));
  }

  private void carryOut(StoredAction action, Connector connector, Gate.Pass pass) {
    List<Note> notes = new ArrayList<>();
    Optional<Ending> ending;
    Order order;
    try {
      if (action.tries() > patience.mostTries()) {
        throw new DeliveryException(
            Kind.NEVER, "its worker died %d times".formatted(patience.mostTries()));
      }
      order = careful(Kind.LATER, () -> orders.of(action));
    } catch (DeliveryException failure) {
      // Nothing that the target could help.
      store.end(action, notes, afterwards(action, failure), clock.instant());
      return;
    }
    try {
      ending = steps(action, order, connector, notes);
      pass.answered();
    } catch (DeliveryException failure) {
      if (failure.kind() == Kind.NEVER) {
        pass.answered();
      } else {
        pass.failed(failure);
      }
      ending = Optional.of(afterwards(action, failure));
    }
    ending.ifPresent(end -> store.end(action, notes, end, clock.instant()));
  }

  /// Nothing where it is on record already.
  private Optional<Ending> steps(
      StoredAction action, Order order, Connector connector, List<Note> notes)
      throws DeliveryException {
    Look look = careful(Kind.LATER, () -> connector.look(order));
    if (!(look instanceof Look.Open open)) {
      if (action.state() != LiveState.WAITING || !(look instanceof Look.Pending)) {
        notes.add(new Note(Step.Kind.LOOK, detail(look)));
      }
      return Optional.of(found(action, look));
    }
    if (action.state() == LiveState.WAITING) {
      notes.add(new Note(Step.Kind.LOOK, detail(look)));
      return Optional.of(
          Ending.because(
              LiveState.HELD,
              "the other system no longer waits for anybody, and it is not carried out: retry or"
                  + " drop it"));
    }
    Instant announced = clock.instant();
    if (!store.announce(action, open, announced)) {
      return Optional.empty();
    }
    if (clock.instant().isAfter(announced.plus(LEASE))) {
      throw new DeliveryException(Kind.LATER, "the worker was held up before it could write");
    }
    write(order, connector, open);
    Look after = readBack(order, connector);
    notes.add(new Note(Step.Kind.READ_BACK, detail(after)));
    if (after instanceof Look.Open) {
      throw new DeliveryException(
          Kind.UNKNOWN, "it was written, and reading back does not find it");
    }
    return Optional.of(found(action, after));
  }

  /// Where no answer comes, reading back tells whether it was carried out.
  private static void write(Order order, Connector connector, Look.Open open)
      throws DeliveryException {
    try {
      careful(Kind.UNKNOWN, () -> connector.write(order, open));
    } catch (DeliveryException failure) {
      if (failure.kind() != Kind.UNKNOWN || readBack(order, connector) instanceof Look.Open) {
        throw failure;
      }
    }
  }

  /// What cannot be read back may still be at it, whatever the reading failed of.
  private static Look readBack(Order order, Connector connector) throws DeliveryException {
    try {
      return careful(Kind.UNKNOWN, () -> connector.look(order));
    } catch (DeliveryException failure) {
      throw new DeliveryException(
          Kind.UNKNOWN,
          "it was written, and cannot be read back: " + failure.getMessage(),
          failure.after());
    }
  }

  private Ending found(StoredAction action, Look look) {
    return switch (look) {
      case Look.Done(Receipt receipt) -> Ending.done(receipt);
      case Look.Pending(Receipt receipt) -> waiting(action, receipt);
      case Look.Refused(String why) -> Ending.because(LiveState.REFUSED, shortened(why));
      case Look.Open _ -> throw new IllegalStateException("what is open is not found");
    };
  }

  private Ending waiting(StoredAction action, Receipt receipt) {
    Instant now = clock.instant();
    if (action.createdAt().plus(WAITING_LONGEST).isBefore(now)) {
      return new Ending(
          LiveState.HELD,
          Optional.of("the other system has waited for its own people for 7 days: ask them there"),
          Optional.of(receipt),
          Optional.empty());
    }
    return Ending.waiting(receipt, now.plus(WAITING_PAUSE));
  }

  /// What comes after an attempt that failed.
  private Ending afterwards(StoredAction action, DeliveryException failure) {
    String why = shortened(String.valueOf(failure.getMessage()));
    if (failure.kind() == Kind.NEVER) {
      return Ending.because(LiveState.DEAD, why);
    }
    Instant now = clock.instant();
    if (action.state() == LiveState.WAITING) {
      return new Ending(
          LiveState.WAITING,
          Optional.of(why),
          Optional.empty(),
          Optional.of(now.plus(WAITING_PAUSE)));
    }
    if (action.tries() >= patience.mostTries()) {
      return Ending.because(LiveState.DEAD, "tried %d times: %s".formatted(action.tries(), why));
    }
    Duration pause = Duration.ofMillis(patience.pause().apply(action.tries()));
    if (failure.kind() == Kind.UNKNOWN) {
      pause = longer(pause, UNKNOWN_FOR);
    }
    Duration asked = failure.after().orElse(Duration.ZERO);
    if (asked.compareTo(ASKED_FOR_LONGEST) > 0) {
      asked = ASKED_FOR_LONGEST;
    }
    return Ending.again(why, now.plus(longer(pause, asked)));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /// Something that a connector does.
  @FunctionalInterface
  private interface Call<T> {
    T run() throws DeliveryException;
  }

  /// A fault of ours is a failure of the attempt. Its message may hold anything and goes nowhere.
  private static <T> T careful(Kind kind, Call<T> call) throws DeliveryException {
    try {
      return call.run();
    } catch (RuntimeException | Error e) {
      StackTraceElement[] trace = e.getStackTrace();
      log.error(
          "an attempt failed with {} at {}",
          e.getClass().getName(),
          trace.length == 0 ? "?" : trace[0]);
      throw new DeliveryException(
          kind, "a fault of ours: " + e.getClass().getSimpleName() + ": look into the log");
    }
  }

  private static Map<String, ?> detail(Look look) {
    return switch (look) {
      case Look.Done(Receipt receipt) -> found("done", receipt);
      case Look.Pending(Receipt receipt) -> found("pending", receipt);
      case Look.Refused(String why) -> Map.of("found", "refused", "why", shortened(why));
      case Look.Open(String state, String version) -> {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("found", "open");
        detail.put("state", state);
        detail.put("version", version);
        yield detail;
      }
    };
  }

  private static Map<String, ?> found(String word, Receipt receipt) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("found", word);
    detail.putAll(AttemptStore.detail(receipt));
    return detail;
  }

  private static String shortened(String why) {
    return why.length() <= WHY_LONGEST ? why : why.substring(0, WHY_LONGEST);
  }
}
