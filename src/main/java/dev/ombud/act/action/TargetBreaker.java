package dev.ombud.act.action;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The way to one target: a circuit breaker, so that one that does not answer is left alone for a
/// while; and a limit of attempts at once, so that a slow one does not take up all workers.
/// Thread-safe.
public final class TargetBreaker {
  /// How long a target that fails is left alone.
  public static final Duration OPEN_FOR = Duration.ofSeconds(30);

  private static final Duration A_WHILE = Duration.ofSeconds(1);

  /// A fast target has a place again by then, and a slow one takes no worker for longer.
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private static final int CALLS_WATCHED = 20;
  private static final int CALLS_LEAST = 5;
  private static final int CALLS_TO_PROBE = 3;

  private final Clock clock;
  private final CircuitBreaker breaker;
  private final int places;
  private final Semaphore free;
  private final AtomicBoolean clearing = new AtomicBoolean();
  private volatile Instant shutUntil = Instant.MIN;

  TargetBreaker(String name, int places, Clock clock) {
    this.clock = clock;
    this.places = places;
    this.free = new Semaphore(places);
    this.breaker =
        CircuitBreaker.of(
            name,
            CircuitBreakerConfig.custom()
                .slidingWindowSize(CALLS_WATCHED)
                .minimumNumberOfCalls(CALLS_LEAST)
                .permittedNumberOfCallsInHalfOpenState(CALLS_TO_PROBE)
                .waitDurationInOpenState(OPEN_FOR)
                .clock(clock)
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(event -> {
          if (event.getStateTransition().getToState() == State.OPEN) {
            // The breaker opens the moment after.
            shutFor(OPEN_FOR.plusMillis(1));
          }
        });
  }

  /// Whether an attempt may go on.
  public sealed interface Entry {
    /// It may not before that.
    record Shut(Instant until) implements Entry {}

    /// It may; to be closed afterwards.
    record Open(Pass pass) implements Entry {}
  }

  public Entry enter() {
    Instant now = clock.instant();
    if (now.isBefore(shutUntil)) {
      return new Entry.Shut(shutUntil);
    }
    if (!breaker.tryAcquirePermission()) {
      return new Entry.Shut(now.plus(A_WHILE));
    }
    try {
      if (free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Entry.Open(new Pass());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    breaker.releasePermission();
    return new Entry.Shut(now.plus(A_WHILE));
  }

  /// Nobody is let in for so long, because the target asked for it.
  void shutFor(Duration time) {
    Instant until = clock.instant().plus(time);
    if (until.isAfter(shutUntil)) {
      shutUntil = until;
    }
  }

  /// Runs something unless another thread is at it.
  public void clearOnce(Runnable work) {
    if (clearing.compareAndSet(false, true)) {
      try {
        work.run();
      } finally {
        clearing.set(false);
      }
    }
  }

  /// Whether the target is left alone now.
  boolean isShut() {
    return clock.instant().isBefore(shutUntil) || breaker.getState() == State.OPEN;
  }

  /// How many attempts are under way.
  int busy() {
    return places - free.availablePermits();
  }

  /// One attempt at the target. Says at most once how it went; where it says nothing, it does not
  /// count. Belongs to one thread.
  public final class Pass implements AutoCloseable {
    private final long start = System.nanoTime();
    private boolean isTold;

    private Pass() {}

    /// The target answered, whatever it said.
    public void answered() {
      isTold = true;
      breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }

    /// It did not, or could not.
    public void failed(DeliveryException failure) {
      isTold = true;
      breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, failure);
      failure.after().ifPresent(TargetBreaker.this::shutFor);
    }

    @Override
    public void close() {
      free.release();
      if (!isTold) {
        breaker.releasePermission();
      }
    }
  }
}
