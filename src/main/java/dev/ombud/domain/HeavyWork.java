package dev.ombud.domain;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Work that wants a whole core for a while: reading and checking tables, scenario runs, backtests,
/// exports.
///
/// The virtual threads that answer requests share one platform thread a core, and leave it only
/// where they wait. Two that compute keep every other one from running on a machine of two cores,
/// decisions and health included. So whoever computes for longer than a blink does it here, on
/// platform threads, of which requests have half as many as there are cores, and which let every
/// other thread go first ([Niceness]). The cores belong to the process, and so do these threads.
/// Thread-safe.
public final class HeavyWork {
  /// How many requests compute at once: the other half of the cores is for decisions.
  public static final int PLACES = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  /// From when a request asks for a place until its work has to be done.
  public static final Duration LONGEST = Duration.ofSeconds(30);

  private static final int MOST_WAITING = 32;
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final ThreadGroup THREADS = new ThreadGroup("heavy");
  private static final ThreadPoolExecutor POOL = pool();
  private static final ThreadPoolExecutor HERALD = herald();

  private HeavyWork() {}

  /// What is computed.
  @FunctionalInterface
  public interface Work<T> {
    T compute() throws InterruptedException;
  }

  private static ThreadPoolExecutor pool() {
    ThreadFactory patient = threads("heavy");
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            PLACES,
            PLACES,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING, true),
            work -> patient.newThread(() -> patiently(work)));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static void patiently(Runnable work) {
    Niceness.bePatient();
    work.run();
  }

  /// Wakes whoever waits for such work. A patient thread that did so might start one of those that
  /// carry the virtual threads, which would be as patient for ever.
  private static ThreadPoolExecutor herald() {
    ThreadPoolExecutor herald =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("heavy-herald").factory());
    herald.prestartCoreThread();
    return herald;
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
    if (THREADS.equals(Thread.currentThread().getThreadGroup())) {
      return here(what, work);
    }
    AtomicBoolean begun = new AtomicBoolean();
    CountDownLatch over = new CountDownLatch(1);
    Callable<T> step =
        () -> {
          begun.set(true);
          return here(what, work);
        };
    FutureTask<T> task =
        new FutureTask<>(step) {
          @Override
          protected void done() {
            HERALD.execute(over::countDown);
          }
        };
    try {
      POOL.execute(task);
    } catch (RejectedExecutionException e) {
      throw busy(what);
    }
    return await(what, task, begun, over);
  }

  private static <T> T here(String what, Work<T> work) {
    try {
      return work.compute();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw tooLong(what);
    }
  }

  private static <T> T await(
      String what, FutureTask<T> task, AtomicBoolean begun, CountDownLatch over) {
    try {
      if (!over.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
        throw begun.get() ? tooLong(what) : busy(what);
      }
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw tooLong(what);
    } catch (ExecutionException e) {
      throw rethrown(e);
    } finally {
      task.cancel(true);
      boolean _ = POOL.remove(task);
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
        "other tables are being worked on, so that %s has to wait: send the same again later"
            .formatted(what));
  }

  private static ServiceException tooLong(String what) {
    return new ServiceException(
        ErrorCode.OVERLOADED,
        "%s took longer than %d s: split the largest table, or send the same again when less is going on"
            .formatted(what, LONGEST.toSeconds()));
  }
}
