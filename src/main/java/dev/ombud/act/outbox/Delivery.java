package dev.ombud.act.outbox;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.Lookup;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.action.Step;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.action.Target;
import dev.ombud.act.action.TargetBreaker;
import dev.ombud.act.action.TargetBreakers;
import dev.ombud.act.outbox.AttemptStore.Note;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final Duration MAX_WAITING = Duration.ofDays(7);
  private static final Duration MAX_ASKED_FOR = Duration.ofDays(1);
  private static final int MAX_WHY_CHARS = 1000;

  private final ClaimStore claims;
  private final AttemptStore store;
  private final TargetBreakers gates;
  private final Lookup<Optional<Target>> targets;
  private final Lookup<Order> orders;
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
      ClaimStore claims,
      AttemptStore store,
      TargetBreakers gates,
      Lookup<Optional<Target>> targets,
      Lookup<Order> orders,
      Clock clock,
      Patience patience) {
    this.claims = claims;
    this.store = store;
    this.gates = gates;
    this.targets = targets;
    this.orders = orders;
    this.clock = clock;
    this.patience = patience;
  }

  /// Takes an action one attempt further, or gives it back where its target is shut.
  void attempt(StoredAction action) {
    Instant now = clock.instant();
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
    TargetBreaker gate = gates.of(target.get().name());
    Connector connector = target.get().connector();
    switch (gate.enter()) {
      case TargetBreaker.Entry.Shut(Instant until) -> {
        claims.putBack(action, until);
        gate.clearOnce(() -> claims.putOff(action, now, until));
      }
      case TargetBreaker.Entry.Open(TargetBreaker.Pass pass) -> {
        try (pass) {
          store.begin(action, now).ifPresent(begun -> carryOut(begun, connector, pass));
        }
      }
    }
  }

  private static AttemptEnd unplaced(StoredAction action) {
    return AttemptEnd.because(
        LiveState.HELD,
        "no target is configured for `%s` on `%s`: configure one, then retry"
            .formatted(action.kind(), action.target()));
  }

  private void carryOut(StoredAction action, Connector connector, TargetBreaker.Pass pass) {
    List<Note> notes = new ArrayList<>();
    Optional<AttemptEnd> ending;
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
  private Optional<AttemptEnd> steps(
      StoredAction action, Order order, Connector connector, List<Note> notes)
      throws DeliveryException {
    RemoteState look = careful(Kind.LATER, () -> connector.look(order));
    if (!(look instanceof RemoteState.Open open)) {
      if (action.state() != LiveState.WAITING || !(look instanceof RemoteState.Pending)) {
        notes.add(new Note(Step.Kind.LOOK, detail(look)));
      }
      return Optional.of(found(action, look));
    }
    if (action.state() == LiveState.WAITING) {
      notes.add(new Note(Step.Kind.LOOK, detail(look)));
      return Optional.of(
          AttemptEnd.because(
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
    RemoteState after = readBack(order, connector);
    notes.add(new Note(Step.Kind.READ_BACK, detail(after)));
    if (after instanceof RemoteState.Open) {
      throw new DeliveryException(
          Kind.UNKNOWN, "it was written, and reading back does not find it");
    }
    return Optional.of(found(action, after));
  }

  /// Where no answer comes, reading back tells whether it was carried out.
  private static void write(Order order, Connector connector, RemoteState.Open open)
      throws DeliveryException {
    try {
      careful(Kind.UNKNOWN, () -> connector.write(order, open));
    } catch (DeliveryException failure) {
      if (failure.kind() != Kind.UNKNOWN
          || readBack(order, connector) instanceof RemoteState.Open) {
        throw failure;
      }
    }
  }

  /// What cannot be read back may still be at it, whatever the reading failed of.
  private static RemoteState readBack(Order order, Connector connector) throws DeliveryException {
    try {
      return careful(Kind.UNKNOWN, () -> connector.look(order));
    } catch (DeliveryException failure) {
      throw new DeliveryException(
          Kind.UNKNOWN,
          "it was written, and cannot be read back: " + failure.getMessage(),
          failure.after());
    }
  }

  private AttemptEnd found(StoredAction action, RemoteState look) {
    return switch (look) {
      case RemoteState.Done(Receipt receipt) -> AttemptEnd.done(receipt);
      case RemoteState.Pending(Receipt receipt) -> waiting(action, receipt);
      case RemoteState.Refused(String why) -> AttemptEnd.because(LiveState.REFUSED, shortened(why));
      case RemoteState.Open _ -> throw new IllegalStateException("what is open is not found");
    };
  }

  private AttemptEnd waiting(StoredAction action, Receipt receipt) {
    Instant now = clock.instant();
    if (action.createdAt().plus(MAX_WAITING).isBefore(now)) {
      return new AttemptEnd(
          LiveState.HELD,
          Optional.of("the other system has waited for its own people for 7 days: ask them there"),
          Optional.of(receipt),
          Optional.empty());
    }
    return AttemptEnd.waiting(receipt, now.plus(WAITING_PAUSE));
  }

  /// What comes after an attempt that failed.
  private AttemptEnd afterwards(StoredAction action, DeliveryException failure) {
    String why = shortened(String.valueOf(failure.getMessage()));
    if (failure.kind() == Kind.NEVER) {
      return AttemptEnd.because(LiveState.DEAD, why);
    }
    Instant now = clock.instant();
    if (action.state() == LiveState.WAITING) {
      return new AttemptEnd(
          LiveState.WAITING,
          Optional.of(why),
          Optional.empty(),
          Optional.of(now.plus(WAITING_PAUSE)));
    }
    if (action.tries() >= patience.mostTries()) {
      return AttemptEnd.because(
          LiveState.DEAD, "tried %d times: %s".formatted(action.tries(), why));
    }
    Duration pause = Duration.ofMillis(patience.pause().apply(action.tries()));
    if (failure.kind() == Kind.UNKNOWN) {
      pause = longer(pause, UNKNOWN_FOR);
    }
    Duration asked = failure.after().orElse(Duration.ZERO);
    if (asked.compareTo(MAX_ASKED_FOR) > 0) {
      asked = MAX_ASKED_FOR;
    }
    return AttemptEnd.again(why, now.plus(longer(pause, asked)));
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

  private static Map<String, ?> detail(RemoteState look) {
    return switch (look) {
      case RemoteState.Done(Receipt receipt) -> found("done", receipt);
      case RemoteState.Pending(Receipt receipt) -> found("pending", receipt);
      case RemoteState.Refused(String why) -> Map.of("found", "refused", "why", shortened(why));
      case RemoteState.Open(String state, String version) -> {
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
    return why.length() <= MAX_WHY_CHARS ? why : why.substring(0, MAX_WHY_CHARS);
  }
}
