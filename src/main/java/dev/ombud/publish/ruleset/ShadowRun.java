package dev.ombud.publish.ruleset;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.record.decision.DecisionWatcher;
import dev.ombud.record.decision.Difference;
import dev.ombud.record.decision.Judge;
import dev.ombud.record.history.DifferenceTally;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets a draft judge live traffic silently: what was decided is judged once more, in the same
/// context and at the same time, and what differs is tallied.
///
/// Live traffic never waits for it. One thread judges what a short queue holds; a decision that
/// finds the queue full is only counted, and so is one at which the draft fails. Thread-safe.
public final class ShadowRun implements DecisionWatcher, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ShadowRun.class);

  /// Two seconds of as many decisions as one instance makes, a few kilobytes each.
  private static final int CAPACITY = 4_096;

  private static final long POLL_MILLIS = 100;
  private static final Duration STOPPING = Duration.ofSeconds(2);

  private record Live(Aggregate aggregate, Context context, Decision decision) {}

  private final CompiledRuleset candidate;
  private final ArrayBlockingQueue<Live> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong skipped = new AtomicLong();
  private final Object tallying = new Object();
  private DifferenceTally tally = new DifferenceTally();
  private long failed;
  private volatile boolean closed;
  private final Thread thread;

  /// Begins at once.
  ///
  /// @param candidate belongs to the shadow from now on, which closes it
  public ShadowRun(CompiledRuleset candidate) {
    this.candidate = candidate;
    this.thread = HeavyWork.thread("shadow", this::judgeAll);
    thread.start();
  }

  /// What was gathered since it was last taken.
  ///
  /// @param skipped decisions that found the queue full
  /// @param failed decisions that the draft could not judge
  public record Gathered(DifferenceTally differences, long skipped, long failed) {}

  @Override
  public void decided(Aggregate aggregate, Context context, Decision decision) {
    if (!queue.offer(new Live(aggregate, context, decision))) {
      skipped.incrementAndGet();
    }
  }

  /// Hands out what was gathered and begins anew.
  public Gathered take() {
    synchronized (tallying) {
      Gathered gathered = new Gathered(tally, skipped.getAndSet(0), failed);
      tally = new DifferenceTally();
      failed = 0;
      return gathered;
    }
  }

  private void judgeAll() {
    try {
      while (!closed) {
        Live live = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (live != null) {
          judge(live);
        }
      }
    } catch (InterruptedException e) {
      log.debug("the shadow was interrupted: it is closed");
    } finally {
      candidate.close();
    }
  }

  private void judge(Live live) {
    Decision decision = live.decision();
    try {
      Judgement judgement =
          Judge.judge(candidate, live.aggregate(), live.context(), decision.decidedAt());
      Difference difference = Difference.between(live.aggregate(), decision.judgement(), judgement);
      synchronized (tallying) {
        tally.add(decision.decisionId(), difference);
      }
    } catch (RuntimeException | Error e) {
      synchronized (tallying) {
        failed++;
        if (failed == 1) {
          log.warn("a draft in the shadow cannot judge {}", decision.decisionId(), e);
        }
      }
    }
  }

  /// Ends it; what waits is dropped and what was gathered can still be taken. A rule that does not
  /// come to an end keeps its thread and nothing else.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(STOPPING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    queue.clear();
  }
}
