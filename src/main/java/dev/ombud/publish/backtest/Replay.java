package dev.ombud.publish.backtest;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.Counterpart;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.contract.DecisionReader;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.record.decision.Difference;
import dev.ombud.record.decision.Judge;
import dev.ombud.record.history.DifferenceTally;
import dev.ombud.record.history.HistoryStore;
import dev.ombud.record.history.HistoryStore.Recorded;
import dev.ombud.record.history.IdRange;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Judges every decision of a plan by two rulesets and tallies what differs.
///
/// The draft is compared with the ruleset that decides now and not with what was decided, because
/// history may span many versions: what an older version decided otherwise is not the draft's
/// doing. That replaying is faithful shows where a decision was made under that very version: then
/// the judgement must be what is on record, and [Tally#diverged] counts where it is not. The
/// context is the recorded one, also where the draft would have led to another one.
///
/// One thread reads, one a processor judges; what is between them has a bound.
final class Replay {
  private static final int THREADS = HeavyWork.PLACES;
  private static final long POLL_MILLIS = 50;

  /// Says to one thread that nothing follows; no other chunk is empty.
  private static final List<Recorded> END = List.of();

  private final HistoryStore history;
  private final CompiledRuleset against;
  private final CompiledRuleset candidate;
  private final Counterpart counterpart;
  private final Run run;
  private final ArrayBlockingQueue<List<Recorded>> chunks = new ArrayBlockingQueue<>(2 * THREADS);
  private final AggregateReader aggregates = new AggregateReader();
  private final DecisionReader contexts = new DecisionReader();
  private volatile boolean broken;

  /// Belongs to one replay.
  Replay(HistoryStore history, CompiledRuleset against, CompiledRuleset candidate, Run run) {
    this.history = history;
    this.against = against;
    this.candidate = candidate;
    this.counterpart = against.counterpart(candidate);
    this.run = run;
  }

  /// What came of it, or of one thread's share. Not thread-safe.
  static final class Tally {
    private final DifferenceTally differences = new DifferenceTally();
    private long diverged;
    private long unreadable;

    DifferenceTally differences() {
      return differences;
    }

    /// Judged under the version that decided, and not as it was decided: has to be 0.
    long diverged() {
      return diverged;
    }

    /// Aggregates that the contract of today does not let in; they are not judged.
    long unreadable() {
      return unreadable;
    }

    private void merge(Tally other) {
      differences.merge(other.differences);
      diverged += other.diverged;
      unreadable += other.unreadable;
    }
  }

  /// Replays all of it. Where the run is stopped, it returns early with what there is.
  ///
  /// @throws SQLException where the database does not answer
  /// @throws ServiceException where the draft cannot judge a decision
  Tally replay() throws SQLException, InterruptedException {
    Plan plan = run.plan();
    IdRange span = IdRange.of(plan.from(), plan.to());
    count(span, plan.sample());
    // INVARIANT: closing waits for the threads, and each ends with END or when it is over.
    try (ExecutorService threads =
        Executors.newFixedThreadPool(THREADS, HeavyWork.threads("backtest"))) {
      List<Future<Tally>> shares = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        shares.add(threads.submit(this::judgeAll));
      }
      try {
        read(span, plan.sample());
        for (int thread = 0; thread < THREADS; thread++) {
          boolean _ = offer(END);
        }
      } catch (SQLException | InterruptedException | RuntimeException e) {
        broken = true;
        throw e;
      }
      return join(shares);
    }
  }

  private void count(IdRange whole, double sample) throws SQLException {
    long total = 0;
    IdRange rest = whole;
    Optional<IdRange> slice = history.firstSlice(rest);
    while (slice.isPresent() && !isOver()) {
      total += history.count(slice.get(), sample);
      rest = rest.without(slice.get());
      slice = history.firstSlice(rest);
    }
    run.counted(total);
  }

  private void read(IdRange whole, double sample) throws SQLException, InterruptedException {
    Optional<UUID> last = history.readPage(whole, sample, this::offer);
    while (last.isPresent()) {
      last = history.readPage(whole.startingAfter(last.get()), sample, this::offer);
    }
  }

  private boolean isOver() {
    return broken || run.isStopped();
  }

  private boolean offer(List<Recorded> chunk) throws InterruptedException {
    while (!isOver()) {
      if (chunks.offer(chunk, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        return true;
      }
    }
    return false;
  }

  private static Tally join(List<Future<Tally>> shares) throws InterruptedException {
    Tally all = new Tally();
    for (Future<Tally> share : shares) {
      try {
        all.merge(share.get());
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException("a thread of a backtest ended", e.getCause());
      }
    }
    return all;
  }

  private Tally judgeAll() throws InterruptedException {
    Tally tally = new Tally();
    try {
      while (!isOver()) {
        List<Recorded> chunk = chunks.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (chunk != null) {
          if (chunk.isEmpty()) {
            break;
          }
          judge(chunk, tally);
        }
      }
    } catch (RuntimeException | Error e) {
      // The reader must not wait for a thread that is no more.
      broken = true;
      throw e;
    }
    return tally;
  }

  private void judge(List<Recorded> chunk, Tally tally) {
    for (Recorded recorded : chunk) {
      if (isOver()) {
        return;
      }
      judge(recorded, tally);
    }
    run.judged(chunk.size());
  }

  private void judge(Recorded recorded, Tally tally) {
    Aggregate aggregate;
    try {
      aggregate = recorded.readAggregate(aggregates);
    } catch (ServiceException e) {
      tally.unreadable++;
      return;
    }
    Context context = recorded.readContext(contexts);
    Instant now = Instant.ofEpochMilli(TimeIds.millisOf(recorded.id()));
    Judge.Compared compared = Judge.compare(against, counterpart, aggregate, context, now);
    Judgement before = compared.judgement();
    Judgement after =
        compared.isShared() ? before : judgeByCandidate(recorded.id(), aggregate, context, now);
    if (recorded.version() == run.plan().againstVersion() && !recorded.agrees(before)) {
      tally.diverged++;
    }
    tally.differences.add(recorded.id(), Difference.between(aggregate, before, after));
  }

  private Judgement judgeByCandidate(UUID id, Aggregate aggregate, Context context, Instant now) {
    try {
      return Judge.judge(candidate, aggregate, context, now);
    } catch (RuntimeException e) {
      run.stop(
          Run.Stop.failed(
              "the draft cannot judge decision `%s`: %s: correct its rules"
                  .formatted(id, message(e))));
      throw e;
    }
  }

  private static String message(RuntimeException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
