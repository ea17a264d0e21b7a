package dev.ombud.act.outbox;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.ombud.act.action.Lookup;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.QueueLevel;
import dev.ombud.act.action.Target;
import dev.ombud.act.action.TargetBreakers;
import dev.ombud.act.action.TargetState;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// The workers that carry actions out: db-scheduler says what is due, and takes over what a dead
/// instance left behind; [Delivery] does it. Any number of instances share the work. Thread-safe.
public final class Outbox implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  /// So many missed, and an instance counts as dead.
  private static final int HEARTBEATS = 4;

  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(10);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  private final ActionStore actions;
  private final TargetBreakers gates;
  private final Scheduler scheduler;
  private final DueSignal due;
  private final Thread listener = Thread.ofVirtual().name("outbox-due").unstarted(this::listen);

  /// How much is done at once.
  ///
  /// @param workers attempts at once
  /// @param perTarget attempts at one target at once: fewer, so that a slow one leaves some free
  public record Config(int workers, int perTarget) {
    public static final Config USUAL = new Config(24, 16);
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
    this.actions = actions;
    this.due = due;
    this.gates = new TargetBreakers(config.perTarget(), clock);
    Delivery delivery =
        new Delivery(
            new AttemptStore(database, automation, ids),
            gates,
            targets,
            orders,
            clock,
            Delivery.Patience.USUAL);
    this.scheduler =
        Scheduler.create(
                database.dataSource(), task(id -> database.run(() -> delivery.attempt(id))))
            .clock(clock::instant)
            .schedulerName(new SchedulerName.Fixed("ombud-" + UUID.randomUUID()))
            .threads(config.workers())
            .executorService(
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("outbox-", 0).factory()))
            .pollUsingLockAndFetch(0.5, 1)
            .pollingInterval(POLL)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(HEARTBEATS)
            .enablePriority()
            .shutdownMaxWait(STOP_WITHIN)
            .failureLogging(LogLevel.WARN, false)
            .build();
  }

  /// What is scheduled for an action. An attempt changes its own place in the list, in the
  /// transaction in which it records how it ended; so there is nothing to do on completion.
  static CustomTask<Void> task(Consumer<UUID> attempt) {
    return Tasks.custom(ScheduleStore.TASK, Void.class)
        .onFailure((complete, operations) ->
            operations.reschedule(complete, complete.getTimeDone().plus(AFTER_A_FAULT)))
        // Not the library's own way, which asks another clock than the one that it was given.
        .onDeadExecution(
            (complete, operations) -> operations.reschedule(complete, complete.getTimeDone()))
        .execute((instance, _) -> {
          attempt.accept(UUID.fromString(instance.getId()));
          return (_, _) -> {};
        });
  }

  public Outbox start() {
    scheduler.start();
    listener.start();
    return this;
  }

  private void listen() {
    try {
      while (true) {
        due.await();
        scheduler.triggerCheckForDueExecutions();
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
    listener.interrupt();
    scheduler.stop();
  }
}
