package dev.ombud.record.decision;

import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.contract.ReceivedAggregate;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.Trouble;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.json.CanonicalJson;
import dev.ombud.record.decision.DecisionBatch.Result;
import dev.ombud.record.decision.DecisionStore.DecidedKey;
import dev.ombud.record.decision.DecisionStore.Recorded;
import dev.ombud.record.texts.TextStore;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One queue and the thread that empties it, a batch a transaction. Thread-safe.
final class Lane {
  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  /// More than this in one transaction gains nothing and delays the first of them.
  private static final int MAX_BATCH_DECISIONS = 1_024;

  private static final long MAX_BATCH_BYTES = 8 << 20;

  /// How long the oldest of a batch waits for a connection: no longer than callers for an answer.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String AGAIN = "send the same again, it will not be decided twice";
  private static final int TRIES = 5;
  private static final long POLL_MILLIS = 100;

  /// @param patient whether it holds one of the places that batches share
  /// @param since when it was taken in, in nanoseconds of the JVM
  private record Waiting(
      Submission submission,
      CompletableFuture<DecisionAnswer> answer,
      boolean patient,
      long since) {
    static Waiting of(Submission submission, boolean patient) {
      return new Waiting(submission, new CompletableFuture<>(), patient, System.nanoTime());
    }
  }

  private final ArrayBlockingQueue<Waiting> queue;

  /// Batches wait for a place and single posts do not, so half of the places are kept from batches.
  private final Semaphore batchPlaces;

  private final Database database;
  private final DecisionBatch batch;
  private final RecordStore finder;
  private final TextStore texts;
  private final Supplier<LiveRuleset> ruleset;
  private final DecisionMeter meter;
  private final RecordCheck check;
  private final DecisionWatcher watcher;
  private final Thread thread;
  private volatile boolean stopping;

  Lane(
      String name,
      int capacity,
      Database database,
      DecisionBatch batch,
      RecordStore finder,
      TextStore texts,
      Supplier<LiveRuleset> ruleset,
      DecisionMeter meter,
      RecordCheck check,
      DecisionWatcher watcher) {
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.batchPlaces = new Semaphore(Math.max(1, capacity / 2));
    this.database = database;
    this.batch = batch;
    this.finder = finder;
    this.texts = texts;
    this.ruleset = ruleset;
    this.meter = meter;
    this.check = check;
    this.watcher = watcher;
    this.thread = Thread.ofPlatform().name(name).start(() -> database.run(this::run));
  }

  int waiting() {
    return queue.size();
  }

  /// Nothing where the queue is full.
  Optional<CompletableFuture<DecisionAnswer>> offer(Submission submission) {
    refuseWhileStopping();
    Waiting waiting = Waiting.of(submission, false);
    return queue.offer(waiting) ? Optional.of(waiting.answer()) : Optional.empty();
  }

  CompletableFuture<DecisionAnswer> put(Submission submission) throws InterruptedException {
    do {
      refuseWhileStopping();
    } while (!batchPlaces.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS));
    Waiting waiting = Waiting.of(submission, true);
    boolean queued = false;
    try {
      while (!queued) {
        refuseWhileStopping();
        queued = queue.offer(waiting, POLL_MILLIS, TimeUnit.MILLISECONDS);
      }
    } finally {
      if (!queued) {
        batchPlaces.release();
      }
    }
    return waiting.answer();
  }

  private void refuseWhileStopping() {
    if (stopping) {
      throw stopped();
    }
  }

  private static ServiceException stopped() {
    return new ServiceException(ErrorCode.STOPPING, "the service is stopping: send it again");
  }

  void stop() {
    stopping = true;
  }

  void await(Duration limit) {
    try {
      thread.join(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Whoever slipped in between the last look and the end gets an answer too.
    List<Waiting> left = new ArrayList<>();
    queue.drainTo(left);
    left.forEach(waiting -> waiting.answer().completeExceptionally(stopped()));
  }

  private void run() {
    List<Waiting> taken = new ArrayList<>(MAX_BATCH_DECISIONS);
    while (true) {
      try {
        Waiting first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
          if (stopping) {
            return;
          }
          continue;
        }
        take(first, taken);
        decide(List.copyOf(taken));
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        log.error("a batch failed in a way that nobody foresaw", e);
        taken.forEach(waiting -> waiting.answer().completeExceptionally(e));
      }
    }
  }

  /// Takes whatever waits, as far as it fits into one transaction.
  private void take(Waiting first, List<Waiting> taken) {
    taken.clear();
    long bytes = 0;
    for (Waiting next = first; next != null; next = queue.poll()) {
      taken.add(next);
      if (next.patient()) {
        batchPlaces.release();
      }
      bytes += next.submission().bytes();
      if (taken.size() == MAX_BATCH_DECISIONS || bytes >= MAX_BATCH_BYTES) {
        return;
      }
    }
  }

  /// Decides a batch. One aggregate that the database refuses spoils no other: then each goes
  /// alone.
  private void decide(List<Waiting> waiting) {
    Result result;
    try {
      result = commit(waiting);
    } catch (ServiceException e) {
      fail(waiting, e);
      return;
    } catch (SQLException | RuntimeException e) {
      Optional<ServiceException> unavailable = Trouble.unavailable(e, AGAIN);
      if (unavailable.isPresent()) {
        log.warn("{} aggregates are not decided: {}", waiting.size(), e.getMessage());
        fail(waiting, unavailable.get());
      } else if (waiting.size() == 1) {
        log.error("an aggregate could not be decided", e);
        fail(waiting, e);
      } else {
        waiting.forEach(one -> decide(List.of(one)));
      }
      return;
    }
    // What is committed is told before anything else can fail.
    List<Waiting> others = tell(waiting, result);
    watch(result.records());
    if (!others.isEmpty()) {
      answer(others, result);
    }
  }

  private void watch(List<Recorded> records) {
    for (Recorded recorded : records) {
      try {
        watcher.decided(recorded.submission().aggregate(), recorded.context(), recorded.decision());
      } catch (RuntimeException | Error e) {
        log.error("who watches decisions failed; nobody else was concerned", e);
      }
    }
  }

  private void fail(List<Waiting> waiting, Exception reason) {
    meter.failed(waiting.size());
    waiting.forEach(one -> one.answer().completeExceptionally(reason));
  }

  private Result commit(List<Waiting> waiting) throws SQLException {
    List<Submission> submissions = waiting.stream().map(Waiting::submission).toList();
    long until = waiting.getFirst().since() + PATIENCE.toNanos();
    for (int attempt = 1; ; attempt++) {
      long start = System.nanoTime();
      try (Connection connection = database.connection(until)) {
        connection.setAutoCommit(false);
        try {
          Result result = batch.decide(connection, submissions, ruleset.get());
          connection.commit();
          List<Decision> decided = result.records().stream().map(Recorded::decision).toList();
          meter.committed(decided, Duration.ofNanos(System.nanoTime() - start));
          return result;
        } catch (SQLException | RuntimeException e) {
          rollback(connection, e);
          throw e;
        }
      } catch (DecisionBatch.OvertakenException e) {
        if (attempt == TRIES) {
          throw new ServiceException(
              ErrorCode.OVERLOADED,
              "other instances decide the same incident: try again in a second");
        }
      }
    }
  }

  private static void rollback(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  /// Answers those that were decided just now.
  ///
  /// @return the others
  private List<Waiting> tell(List<Waiting> waiting, Result result) {
    List<Waiting> others = new ArrayList<>();
    for (Waiting one : waiting) {
      Recorded recorded = result.recorded().get(one.submission());
      if (recorded == null) {
        others.add(one);
      } else {
        tell(one, new DecisionAnswer(recorded.decision(), false));
      }
    }
    return others;
  }

  private void answer(List<Waiting> others, Result result) {
    Map<UUID, StoredDecision> known;
    try {
      known = result.known().isEmpty() ? Map.of() : finder.findAll(ids(result.known().values()));
    } catch (RuntimeException e) {
      fail(others, e);
      return;
    }
    List<Waiting> again = new ArrayList<>();
    for (Waiting one : others) {
      Submission submission = one.submission();
      DecidedKey key = result.known().get(submission);
      if (key != null) {
        replaySafely(one, key, known.get(key.decisionId()));
      } else if (result.outdated().containsKey(submission)) {
        one.answer().completeExceptionally(outdated(submission));
      } else {
        again.add(one);
      }
    }
    if (!again.isEmpty()) {
      decide(again);
    }
  }

  private void tell(Waiting waiting, DecisionAnswer answer) {
    check.answered(answer.decision().decisionId());
    waiting.answer().complete(answer);
    meter.answered(Duration.ofNanos(System.nanoTime() - waiting.since()));
  }

  private static List<UUID> ids(Collection<DecidedKey> keys) {
    return keys.stream().map(DecidedKey::decisionId).toList();
  }

  /// One whose first content cannot be looked up spoils no other.
  private void replaySafely(Waiting waiting, DecidedKey key, @Nullable StoredDecision stored) {
    try {
      replay(waiting, key, stored);
    } catch (RuntimeException e) {
      fail(List.of(waiting), e);
    }
  }

  private void replay(Waiting waiting, DecidedKey key, @Nullable StoredDecision stored) {
    Submission submission = waiting.submission();
    if (stored == null) {
      waiting.answer().completeExceptionally(gone(submission, key.decisionId()));
    } else {
      Optional<String> difference = difference(submission, key, stored);
      if (difference.isPresent()) {
        waiting.answer().completeExceptionally(conflict(submission, stored, difference.get()));
      } else {
        meter.replayed(1);
        tell(waiting, new DecisionAnswer(stored.decision(), true));
      }
    }
  }

  private RuntimeException gone(Submission submission, UUID decision) {
    if (finder.isArchived(decision)) {
      return new ServiceException(
          ErrorCode.AGGREGATE_CONFLICT,
          "aggregate `%s` was decided as `%s`, which is archived: raise `revision`, or give it an id of its own"
              .formatted(submission.aggregate().aggregateId(), decision),
          Map.of("decisionId", decision.toString()),
          List.of());
    }
    return new IllegalStateException("decision " + decision + " has a key but no record");
  }

  /// Where two posts of one aggregate part; the texts of evidence count, unless they are erased.
  private Optional<String> difference(
      Submission submission, DecidedKey key, StoredDecision stored) {
    ReceivedAggregate received = submission.received();
    if (Arrays.equals(key.digest(), received.digest())) {
      return texts.firstDifference(key.decisionId(), received.texts());
    }
    byte[] first = stored.aggregateJson().getBytes(StandardCharsets.UTF_8);
    return Optional.of(CanonicalJson.firstDifference(first, received.kept()).orElse(""));
  }

  /// Only who posted the first is told where they part: others could guess what is withheld.
  private static ServiceException conflict(
      Submission submission, StoredDecision stored, String pointer) {
    boolean isOwn = stored.decision().caller().equals(submission.caller());
    String decision = stored.decision().decisionId().toString();
    return new ServiceException(
        ErrorCode.AGGREGATE_CONFLICT,
        "aggregate `%s` was decided with other content%s: raise `revision`, or give it an id of its own"
            .formatted(
                submission.aggregate().aggregateId(), isOwn ? ", first at `" + pointer + "`" : ""),
        isOwn ? Map.of("pointer", pointer, "decisionId", decision) : Map.of("decisionId", decision),
        List.of());
  }

  private static ServiceException outdated(Submission submission) {
    Aggregate aggregate = submission.aggregate();
    return new ServiceException(
        ErrorCode.REVISION_OUTDATED,
        "aggregate `"
            + aggregate.aggregateId()
            + "` was decided with a revision later than "
            + aggregate.revision()
            + ": send a higher one");
  }
}
