package dev.ombud.door.start;

import dev.ombud.act.action.QueueLevel;
import dev.ombud.act.action.TargetState;
import dev.ombud.act.outbox.Outbox;
import dev.ombud.gate.evaluation.GateMeter;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.GateVerdict;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.record.decision.DecisionMeter;
import dev.ombud.record.log.Sealer;
import dev.ombud.record.replay.ReplayMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that is counted, as Prometheus reads it. Thread-safe.
final class Meters implements DecisionMeter, ReplayMeter, GateMeter, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Meters.class);

  /// Gates are named by those who ask; more than these are counted as one.
  private static final int MAX_GATES = 100;

  private static final String OTHER_GATES = "other";

  /// A scrape waits no longer for a database that is silent, and shows what was there before.
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Kind, Counter> decisions;
  private final Counter replayed;
  private final Counter failed;
  private final Counter unrecorded;
  private final Counter replays;
  private final Counter divergence;
  private final DistributionSummary batchSize;
  private final Timer batchDuration;
  private final Timer latency;
  private final Timer gateDuration;
  private final Set<String> gates = ConcurrentHashMap.newKeySet();
  private final MultiGauge actions;
  private final MultiGauge actionAges;
  private final MultiGauge shutTargets;
  private final MultiGauge busyTargets;
  private final BriefMeters briefs = new BriefMeters(registry);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final List<Runnable> looks = new CopyOnWriteArrayList<>();
  private CompletableFuture<Void> looking = CompletableFuture.allOf();

  private record Kind(Severity severity, Tier tier, Disposition disposition) {
    static Kind of(Judgement judgement) {
      return new Kind(judgement.severity(), judgement.mitigation().tier(), judgement.disposition());
    }
  }

  Meters() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    collections.bindTo(registry);
    decisions = decisionCounters();
    replayed = counter("ombud.decisions.replayed", "Answers that repeat an earlier decision");
    failed = counter("ombud.decisions.failed", "Aggregates that were answered with an error");
    unrecorded =
        counter("ombud.decisions.unrecorded", "Decisions answered but not on record; must stay 0");
    replays = counter("ombud.replays", "Recorded decisions that were judged again");
    divergence =
        counter("ombud.replay.divergence", "Of those, not as they are on record; must stay 0");
    batchSize =
        DistributionSummary.builder("ombud.batch.size")
            .description("Decisions a transaction")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
            .register(registry);
    batchDuration = timer("ombud.batch.duration", "From the first read to the commit of a batch");
    latency = timer("ombud.decision.latency", "From taking an aggregate in to its answer");
    gateDuration = timer("ombud.gate.duration", "From a question to a gate to its answer");
    actions =
        multiGauge("ombud.actions", "Actions that have not come to their end; DEAD must stay 0");
    actionAges =
        multiGauge("ombud.actions.age.seconds", "How long ago the oldest of them was decided");
    shutTargets =
        multiGauge("ombud.target.shut", "1 where a target is left alone, because it failed");
    busyTargets = multiGauge("ombud.target.busy", "Attempts that are under way at a target");
  }

  private Map<Kind, Counter> decisionCounters() {
    Map<Kind, Counter> counters = new HashMap<>();
    for (Severity severity : Severity.values()) {
      for (Tier tier : Tier.values()) {
        for (Disposition disposition : Disposition.values()) {
          counters.put(
              new Kind(severity, tier, disposition),
              Counter.builder("ombud.decisions")
                  .description("Committed decisions, but for drills")
                  .tag("severity", severity.name())
                  .tag("tier", tier.name())
                  .tag("disposition", disposition.name())
                  .register(registry));
        }
      }
    }
    return Map.copyOf(counters);
  }

  private Counter counter(String name, String meaning) {
    return Counter.builder(name).description(meaning).register(registry);
  }

  private Timer timer(String name, String meaning) {
    return Timer.builder(name)
        .description(meaning)
        .serviceLevelObjectives(
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(20),
            Duration.ofMillis(40),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5))
        .register(registry);
  }

  @Override
  public void committed(List<Decision> batch, Duration duration) {
    batchSize.record(batch.size());
    batchDuration.record(duration);
    for (Decision decision : batch) {
      Counter counter = decisions.get(Kind.of(decision.judgement()));
      if (counter != null && !decision.isDrill()) {
        counter.increment();
      }
    }
  }

  @Override
  public void answered(Duration duration) {
    latency.record(duration);
  }

  @Override
  public void replayed(int count) {
    replayed.increment(count);
  }

  @Override
  public void failed(int count) {
    failed.increment(count);
  }

  @Override
  public void unrecorded(int count) {
    unrecorded.increment(count);
  }

  @Override
  public void replayedAgain(boolean identical) {
    replays.increment();
    if (!identical) {
      divergence.increment();
    }
  }

  @Override
  public void evaluated(String gate, GateVerdict verdict, Duration duration) {
    gateDuration.record(duration);
    // Threads that meet here may let a few more in than the most, which does no harm.
    boolean isKnown = gates.contains(gate) || (gates.size() < MAX_GATES && gates.add(gate));
    Counter.builder("ombud.gate.evaluations")
        .description("Questions to gates that were answered")
        .tag("gate", isKnown ? gate : OTHER_GATES)
        .tag("verdict", verdict.name())
        .register(registry)
        .increment();
  }

  @Override
  public void watchQueue(IntSupplier depth) {
    Gauge.builder("ombud.queue.depth", depth::getAsInt)
        .description("Aggregates that wait for a decision")
        .strongReference(true)
        .register(registry);
  }

  void watchRuleset(LongSupplier version, BooleanSupplier isBehind) {
    Gauge.builder("ombud.ruleset.version", version::getAsLong)
        .description("The ruleset by which this instance decides")
        .strongReference(true)
        .register(registry);
    Gauge.builder("ombud.ruleset.behind", () -> isBehind.getAsBoolean() ? 1 : 0)
        .description("1 where that is not the active one, because it cannot be loaded; must stay 0")
        .strongReference(true)
        .register(registry);
  }

  void watchLog(Sealer sealer) {
    gauge("ombud.log.size", "Leaves in the audit log", sealer::size);
    gauge("ombud.log.waiting", "Records that are not sealed yet", sealer::waiting);
    Gauge.builder("ombud.log.age", () -> sealer.oldest().toMillis() / 1_000.0)
        .baseUnit("seconds")
        .description("How long the oldest of them has waited")
        .strongReference(true)
        .register(registry);
    gauge(
        "ombud.log.warnings",
        "What keeps the log from being sealed or its checkpoints from being written; must stay 0",
        () -> sealer.warnings().size());
  }

  /// What is in the outbox at this moment, of all instances; and the targets as this one sees them.
  void watchOutbox(Outbox outbox, Instant now) {
    List<Row<?>> counts = new ArrayList<>();
    List<Row<?>> ages = new ArrayList<>();
    for (QueueLevel level : outbox.levels()) {
      counts.add(Row.of(tags(level), level.count()));
      ages.add(Row.of(tags(level), Duration.between(level.oldest(), now).toSeconds()));
    }
    List<Row<?>> shut = new ArrayList<>();
    List<Row<?>> busy = new ArrayList<>();
    for (TargetState target : outbox.targets()) {
      Tags name = Tags.of("target", target.name());
      shut.add(Row.of(name, target.shut() ? 1 : 0));
      busy.add(Row.of(name, target.busy()));
    }
    // A scrape that runs beside it would meet the same row twice.
    synchronized (registry) {
      actions.register(counts, true);
      actionAges.register(ages, true);
      shutTargets.register(shut, true);
      busyTargets.register(busy, true);
    }
  }

  private static Tags tags(QueueLevel level) {
    return Tags.of(
        "kind", level.kind().name(), "target", level.target(), "state", level.state().name());
  }

  private MultiGauge multiGauge(String name, String meaning) {
    return MultiGauge.builder(name).description(meaning).register(registry);
  }

  /// @param overdue may ask the database
  void watchFlags(IntSupplier overdue) {
    lookedUp("ombud.flags.overdue", "Flags in use longer than their owners declared", overdue);
  }

  /// @param open may ask the database
  void watchReviews(IntSupplier open) {
    lookedUp("ombud.reviews.open", "Reviews that wait for an answer", open);
  }

  /// @param inForce may ask the database
  void watchGateOverrides(IntSupplier inForce) {
    lookedUp("ombud.gate.overrides", "Overrides of gates that hold now", inForce);
  }

  BriefMeters briefs() {
    return briefs;
  }

  private void gauge(String name, String meaning, Supplier<Number> value) {
    Gauge.builder(name, value).description(meaning).strongReference(true).register(registry);
  }

  private void lookedUp(String name, String meaning, IntSupplier value) {
    AtomicReference<Double> latest = new AtomicReference<>(Double.NaN);
    gauge(name, meaning, latest::get);
    looks.add(() -> latest.set(found(value)));
  }

  private static double found(IntSupplier value) {
    try {
      return value.getAsInt();
    } catch (RuntimeException e) {
      return Double.NaN;
    }
  }

  /// One look at a time, however many scrapes wait for it.
  private synchronized CompletableFuture<Void> look() {
    if (looking.isDone()) {
      looking =
          CompletableFuture.runAsync(
              () -> looks.forEach(Runnable::run), Thread::startVirtualThread);
    }
    return looking;
  }

  /// Prometheus text exposition format 0.0.4.
  String scrape() {
    try {
      Void _ = look().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.debug("what the database knows is shown as it was", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (registry) {
      return registry.scrape();
    }
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
