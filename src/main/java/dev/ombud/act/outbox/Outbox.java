package dev.ombud.act.outbox;

import dev.ombud.act.action.Lookup;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.QueueLevel;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.action.Target;
import dev.ombud.act.action.TargetBreakers;
import dev.ombud.act.action.TargetState;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The workers that carry actions out: one thread claims as much of what is due as there are free
/// workers, another one keeps what they have, and [Delivery] does it. Any number of instances share
/// the work. Thread-safe.
public final class Outbox implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

  /// So long it is waited for more free workers, so that a claim is for many.
  private static final Duration GATHER = Duration.ofMillis(5);

  private final Database database;
  private final ActionStore actions;
  private final ClaimStore claims;
  private final Delivery delivery;
  private final TargetBreakers gates;
  private final DueSignal due;
  private final Clock clock;
  private final Config config;

  private final Semaphore free;
  private final Set<UUID> held = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean isClosing;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("outbox-", 0).factory());

  /// How much is done at once.
  ///
  /// @param workers attempts at once
  /// @param perTarget attempts at one target at once: fewer, so that a slow one leaves some free
  /// @param poll how often it is looked what is due, where nobody says so
  public record Config(int workers, int perTarget, Duration poll) {
    public static final Config USUAL = new Config(24, 16);

    public Config(int workers, int perTarget) {
      this(workers, perTarget, Duration.ofMillis(200));
    }
  }

  /// @param database by whose connections everything is done that an attempt asks for
  /// @param due when to look before the next turn
  /// @param targets which system carries an action out; nothing where none is configured
  /// @param orders what a connector needs to know about an action
  public Outbox(
      Database database,
      ActionStore actions,
      DueSignal due,
      Automation automation,
      Lookup<Optional<Target>> targets,
      Lookup<Order> orders,
      TimeIds ids,
      Clock clock,
      Config config) {
    this.database = database;
    this.actions = actions;
    this.due = due;
    this.clock = clock;
    this.config = config;
    this.claims = new ClaimStore(database);
    this.gates = new TargetBreakers(config.perTarget(), clock);
    this.free = new Semaphore(config.workers());
    this.delivery =
        new Delivery(
            claims,
            new AttemptStore(database, automation, ids, claims.instance()),
            gates,
            targets,
            orders,
            clock,
            Delivery.Patience.USUAL);
  }

  public Outbox start() {
    workers.execute(this::claim);
    workers.execute(this::renew);
    return this;
  }

  private void claim() {
    try {
      while (!isClosing) {
        int places = places();
        if (places > 0 && claim(places) < places) {
          due.await(config.poll());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for a free worker, and a moment for half of them.
  ///
  /// @return how many it took; none where they are all busy for long
  private int places() throws InterruptedException {
    if (!free.tryAcquire(config.poll().toMillis(), TimeUnit.MILLISECONDS)) {
      return 0;
    }
    int more = config.workers() / 2 - 1;
    boolean isHalf = more > 0 && free.tryAcquire(more, GATHER.toMillis(), TimeUnit.MILLISECONDS);
    return 1 + (isHalf ? more : 0) + free.drainPermits();
  }

  private int claim(int places) {
    int begun = 0;
    try {
      List<StoredAction> claimed = claims.claim(clock.instant(), places);
      for (StoredAction action : claimed) {
        // What a worker of ours is at still, though its lease was over, is left to it.
        if (held.add(action.id())) {
          begun++;
          workers.execute(() -> attempt(action));
        }
      }
      return claimed.size();
    } catch (RuntimeException e) {
      log.warn("it cannot be asked what is due: {}", e.getMessage());
      return 0;
    } finally {
      free.release(places - begun);
    }
  }

  /// What fails here, as where the database is gone, is taken up again when the lease is over.
  private void attempt(StoredAction action) {
    try {
      database.run(() -> delivery.attempt(action));
    } catch (RuntimeException e) {
      log.warn("an attempt at action {} broke off: {}", action.id(), e.getMessage());
    } finally {
      held.remove(action.id());
      free.release();
    }
  }

  private void renew() {
    try {
      while (!closed.await(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          if (!held.isEmpty()) {
            claims.renew(held, clock.instant());
          }
        } catch (RuntimeException e) {
          log.warn("what workers are at cannot be kept: {}", e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What is in the queue, of all instances.
  public List<QueueLevel> levels() {
    return actions.levels();
  }

  /// How this instance gets on with each target.
  public List<TargetState> targets() {
    return gates.states();
  }

  /// Finishes what is under way, within 20 seconds.
  @Override
  public void close() {
    isClosing = true;
    due.raise();
    try {
      if (!free.tryAcquire(config.workers(), STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed.countDown();
    }
  }
}
