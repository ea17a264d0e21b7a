package dev.ombud.publish.backtest;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetException;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.Trouble;
import dev.ombud.ground.domain.Shares;
import dev.ombud.ground.json.Json;
import dev.ombud.publish.backtest.Backtest.State;
import dev.ombud.record.history.DifferenceTally;
import dev.ombud.record.history.HistoryStore;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Replays stored decisions through drafts: one backtest at a time, a few wait behind it.
///
/// Progress stands in the database about once a second, and whether somebody on any instance asked
/// for its end is seen at the same pace. A backtest of an instance that is gone reads as failed
/// half a minute later. None runs for longer than an hour. Thread-safe.
public final class Backtests implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Backtests.class);

  private static final int WAITING = 4;

  /// Of those that run or wait, for one caller.
  private static final int MAX_OF_ONE_CALLER = 3;

  private static final Duration MAX_TIME = Duration.ofHours(1);
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration STOPPING = Duration.ofSeconds(20);
  private static final int TRIES = 10;
  private static final Instant END_OF_TIME = Instant.parse("6000-01-01T00:00:00Z");

  private final Database database;
  private final BacktestStore store;
  private final HistoryStore history;
  private final RulesetCompiler compiler;
  private final TimeIds ids;
  private final Consumer<Finished> done;
  private final Shares places =
      new Shares(
          1 + WAITING,
          MAX_OF_ONE_CALLER,
          "backtests",
          "cancel one, or try again when one has ended");
  private final Map<UUID, Run> runs = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  private final ExecutorService runner =
      Executors.newSingleThreadExecutor(HeavyWork.threads("backtests"));

  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("backtest-heart").factory());

  /// @param ids for the backtests
  /// @param done is told of each backtest that came to its end with a report, just before that
  ///   reads as done
  public Backtests(
      Database database, RulesetCompiler compiler, TimeIds ids, Consumer<Finished> done) {
    this.database = database;
    this.store = new BacktestStore(database);
    this.history = new HistoryStore(database);
    this.compiler = compiler;
    this.ids = ids;
    this.done = done;
    ScheduledFuture<?> _ =
        heart.scheduleWithFixedDelay(
            this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Begins a backtest, or lets it wait for the one before it.
  ///
  /// @throws ServiceException INVALID_REQUEST where the range or the sample is none; OVERLOADED or
  ///   RATE_LIMITED where as many wait as may; STOPPING; DATABASE_UNAVAILABLE
  public Backtest start(Plan plan) {
    check(plan);
    places.enter(plan.caller());
    Run run = new Run(ids.next(), plan);
    try {
      store.insert(run.id(), plan);
      runs.put(run.id(), run);
      runner.execute(() -> database.run(() -> perform(run)));
    } catch (RuntimeException e) {
      runs.remove(run.id());
      places.leave(plan.caller());
      throw closing.getCount() == 0
          ? new ServiceException(
              ErrorCode.STOPPING, "the service is stopping: start the backtest again")
          : e;
    }
    return store.find(run.id()).orElseThrow(() -> new IllegalStateException("a row is gone"));
  }

  private static void check(Plan plan) {
    if (!plan.from().isBefore(plan.to()) || plan.to().isAfter(END_OF_TIME)) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST,
          "a range ends after its start and before the year 6000: correct `from` and `to`");
    }
    if (!(plan.sample() > 0 && plan.sample() <= 1)) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST, "`sample` needs a number over 0 and up to 1: correct it");
    }
  }

  public Optional<Backtest> find(UUID id) {
    return store.find(id);
  }

  /// The latest hundred of a draft, newest first.
  public List<Backtest> list(UUID draftId) {
    return store.list(draftId);
  }

  /// Asks for the end of a backtest, whichever instance runs it. It ends within about a second.
  ///
  /// @throws ServiceException NOT_FOUND; WRONG_STATE where it has ended
  public Backtest cancel(UUID id, String who) {
    boolean asked = store.cancel(id, who);
    Backtest backtest =
        store
            .find(id)
            .orElseThrow(() ->
                new ServiceException(
                    ErrorCode.NOT_FOUND, "there is no backtest `" + id + "`: check its id"));
    if (!asked) {
      throw new ServiceException(
          ErrorCode.WRONG_STATE, "backtest `" + id + "` has ended: start another one");
    }
    Run run = runs.get(id);
    if (run != null) {
      run.stop(Run.Stop.CANCELLED);
    }
    return backtest;
  }

  private void beat() {
    for (Run run : runs.values()) {
      try {
        if (store.beat(run.id(), run.judged(), run.total()).isPresent()) {
          run.stop(Run.Stop.CANCELLED);
        }
      } catch (RuntimeException | Error e) {
        log.warn("the progress of backtest {} is not on record: {}", run.id(), e.getMessage());
      }
    }
  }

  private void perform(Run run) {
    try {
      ScheduledFuture<?> limit =
          heart.schedule(
              () ->
                  run.stop(
                      Run.Stop.failed(
                          "it took longer than an hour: choose a shorter range or a sample")),
              MAX_TIME.toMillis(),
              TimeUnit.MILLISECONDS);
      Optional<Replay.Tally> tally = replay(run);
      limit.cancel(false);
      end(run, tally);
    } catch (RuntimeException | Error e) {
      log.error("backtest {} could not be ended", run.id(), e);
    } finally {
      runs.remove(run.id());
      places.leave(run.plan().caller());
    }
  }

  /// Nothing where the run is stopped.
  private Optional<Replay.Tally> replay(Run run) {
    if (run.isStopped()) {
      return Optional.empty();
    }
    try (CompiledRuleset against = compiler.compile(run.plan().against());
        CompiledRuleset candidate = compiler.compile(run.plan().candidate())) {
      Replay.Tally tally = new Replay(history, against, candidate, run).replay();
      return run.isStopped() ? Optional.empty() : Optional.of(tally);
    } catch (RulesetException e) {
      run.stop(Run.Stop.failed("it cannot be compiled: " + e.findings().getFirst().line()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException | RuntimeException | Error e) {
      if (!run.isStopped()) {
        log.error("backtest {} failed", run.id(), e);
      }
      run.stop(
          Run.Stop.failed(
              Trouble.of(e)
                  .map(trouble -> trouble.sentence("start it again"))
                  .orElse("the service failed: see its log for `" + run.id() + "`")));
    }
    return Optional.empty();
  }

  private void end(Run run, Optional<Replay.Tally> tally) {
    Run.Stop stop = run.stopped();
    if (tally.isPresent()) {
      tell(run.plan(), tally.get().differences());
      store(run, State.DONE, null, report(run, tally.get()));
    } else if (stop != null) {
      store(run, stop.state(), stop.reason(), null);
    } else {
      throw new IllegalStateException("a backtest ended without a reason");
    }
  }

  private void tell(Plan plan, DifferenceTally differences) {
    try {
      done.accept(
          new Finished(
              plan.draftId(),
              plan.candidate().digest(),
              plan.againstVersion(),
              plan.caller(),
              differences.judged(),
              differences.changed(),
              differences.automaticAdded()));
    } catch (RuntimeException e) {
      log.error("draft {} does not know of its backtest: start another one", plan.draftId(), e);
    }
  }

  private static String report(Run run, Replay.Tally tally) {
    Plan plan = run.plan();
    Map<String, @Nullable Object> report = new LinkedHashMap<>();
    report.put("from", plan.from().toString());
    report.put("to", plan.to().toString());
    report.put("sample", plan.sample());
    report.put(
        "against", Map.of("version", plan.againstVersion(), "digest", plan.against().digestText()));
    report.put("candidate", plan.candidate().digestText());
    report.putAll(tally.differences().report());
    report.put("diverged", tally.diverged());
    report.put("unreadable", tally.unreadable());
    return new String(Json.write(report), StandardCharsets.UTF_8);
  }

  /// The end is worth several tries: an hour's work hangs on it.
  private void store(Run run, State state, @Nullable String failure, @Nullable String report) {
    for (int attempt = 1; ; attempt++) {
      try {
        store.end(run.id(), state, run.judged(), run.total(), failure, report);
        return;
      } catch (ServiceException e) {
        if (attempt == TRIES || isClosing()) {
          throw e;
        }
      }
    }
  }

  /// Waits a second for it.
  private boolean isClosing() {
    try {
      return closing.await(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /// Stops what runs and what waits; both read as failed then. To be started again elsewhere.
  @Override
  public void close() {
    closing.countDown();
    runner.shutdown();
    runs.values()
        .forEach(run -> run.stop(Run.Stop.failed("the service was stopped: start it again")));
    try {
      if (!runner.awaitTermination(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("a backtest did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    heart.shutdownNow();
  }
}
