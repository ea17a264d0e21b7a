package dev.ombud.ground.base;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Work that wants a whole core for a while: reading and checking tables, scenario runs, backtests,
/// exports.
///
/// The virtual threads that answer requests share one platform thread a core, and leave it only
/// where they wait. Two that compute keep every other one from running on a machine of two cores,
/// decisions and health included. So whoever computes for longer than a blink does it here, on
/// platform threads, of which requests have half as many as there are cores, and which let every
/// other thread go first ([Niceness]). Large aggregates have as many of their own ([#read]): no
/// table keeps a decision waiting, and no aggregate a table. The cores belong to the process, and
/// so do these threads. Thread-safe.
public final class HeavyWork {
  /// How many requests compute at once: the other half of the cores is for decisions.
  public static final int PLACES = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  /// From when a request asks for a place until its work has to be done.
  public static final Duration MAX_TIME = Duration.ofSeconds(30);

  private static final int MAX_WAITING = 32;

  /// As many as there may be under way: they wait for what takes part of a second.
  private static final int MAX_WAITING_AGGREGATES = 2_000;

  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final ThreadGroup THREADS = new ThreadGroup("heavy");
  private static final ThreadPoolExecutor POOL = pool("heavy", MAX_WAITING);
  private static final ThreadPoolExecutor AGGREGATES = pool("aggregates", MAX_WAITING_AGGREGATES);

  private HeavyWork() {}

  /// What is computed.
  @FunctionalInterface
  public interface Work<T> {
    T compute() throws InterruptedException;
  }

  private static ThreadPoolExecutor pool(String name, int waiting) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            PLACES,
            PLACES,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting, true),
            threads(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /// Makes the threads of whatever computes in the background and itself bounds how many there are:
  /// daemons of the lowest priority.
  public static ThreadFactory threads(String name) {
    AtomicInteger count = new AtomicInteger();
    return work -> thread(name + "-" + count.getAndIncrement(), work);
  }

  /// One such thread, not yet started.
  @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it; live decisions gain by it
  public static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(THREADS, work, name);
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  /// Computes something for a request, which waits for it. Where the request is interrupted or the
  /// time is over, the work is interrupted too: see [#requireTime]. Nothing that waits for somebody
  /// else belongs in here, least of all for a client.
  ///
  /// @param what is computed, for whoever is told that it takes too long: `the check of the draft`
  /// @throws ServiceException OVERLOADED where too much waits already, or the time is over; and
  ///   whatever the work throws
  public static <T> T run(String what, Work<T> work) {
    return isHeavy()
        ? here(what, work)
        : on(POOL, what, () -> apart("heavy-work", () -> patiently(what, work)));
  }

  /// The same for a large aggregate, whose texts are masked: somebody waits for the decision, so
  /// that its threads are as quick as others.
  ///
  /// @param what is computed, for whoever is told that it takes too long
  /// @throws ServiceException as [#run] does
  public static <T> T read(String what, Work<T> work) {
    return isHeavy() ? here(what, work) : on(AGGREGATES, what, () -> here(what, work));
  }

  private static boolean isHeavy() {
    return THREADS.equals(Thread.currentThread().getThreadGroup());
  }

  private static <T> T on(ThreadPoolExecutor pool, String what, Work<T> work) {
    AtomicBoolean begun = new AtomicBoolean();
    FutureTask<T> task =
        new FutureTask<>(() -> {
          begun.set(true);
          return work.compute();
        });
    try {
      pool.execute(task);
    } catch (RejectedExecutionException e) {
      throw busy(what);
    }
    try {
      return await(what, task, begun);
    } finally {
      task.cancel(true);
      boolean _ = pool.remove(task);
    }
  }

  /// On a thread that computes nothing else, and wakes only the one of the pool that joins it. A
  /// patient one that woke a request might start one of those that carry the virtual threads, which
  /// would be as patient for ever.
  private static <T> T patiently(String what, Work<T> work) {
    Niceness.bePatient();
    return here(what, work);
  }

  private static <T> T here(String what, Work<T> work) {
    try {
      return work.compute();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw tooLong(what);
    }
  }

  private static <T> T await(String what, FutureTask<T> task, AtomicBoolean begun) {
    try {
      return task.get(MAX_TIME.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw begun.get() ? tooLong(what) : busy(what);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw tooLong(what);
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  /// Computes something that may take as long as it likes, on a thread of its own, and waits for
  /// its end, also where this thread is interrupted, which interrupts that one. Whoever calls this
  /// bounds how often that happens at once.
  public static <T> T apart(String name, Work<T> work) throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(work::compute);
    Thread thread = thread(name, task);
    thread.start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw rethrown(e);
    } catch (InterruptedException e) {
      thread.interrupt();
      join(thread);
      throw e;
    }
  }

  private static void join(Thread thread) {
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        thread.interrupt();
      }
    }
  }

  /// To be asked in every loop that may be long: work that nobody waits for any longer ends there.
  ///
  /// @throws ServiceException OVERLOADED where this thread was interrupted
  public static void requireTime() {
    if (Thread.currentThread().isInterrupted()) {
      throw tooLong("the work");
    }
  }

  private static RuntimeException rethrown(ExecutionException failure) {
    return switch (failure.getCause()) {
      case RuntimeException known -> known;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(failure);
    };
  }

  private static ServiceException busy(String what) {
    return new ServiceException(
        ErrorCode.OVERLOADED,
        "other work is under way, so that %s has to wait: send the same again later"
            .formatted(what));
  }

  private static ServiceException tooLong(String what) {
    return new ServiceException(
        ErrorCode.OVERLOADED,
        "%s took longer than %d s: send less at once, or the same again when less is going on"
            .formatted(what, MAX_TIME.toSeconds()));
  }
}
