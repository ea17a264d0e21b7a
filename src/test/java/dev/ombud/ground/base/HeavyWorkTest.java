package dev.ombud.ground.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class HeavyWorkTest {
  private static final String WHAT = "the check of the draft";

  @Test
  void computesOnAPlatformThreadOfLowPriority() {
    Thread thread = HeavyWork.run(WHAT, Thread::currentThread);
    assertThat(thread.isVirtual()).isFalse();
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getPriority()).isEqualTo(Thread.MIN_PRIORITY);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void letsEveryOtherThreadGoFirst() throws Exception {
    int usual = niceness(Path.of("/proc/thread-self"));
    try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 30; i++) {
        Future<?> _ = requests.submit(() -> HeavyWork.run(WHAT, Thread::currentThread));
      }
    }
    assertThat(HeavyWork.run(WHAT, () -> niceness(Path.of("/proc/thread-self"))))
        .isEqualTo(usual + Niceness.PATIENT);
    List<String> patient = new ArrayList<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        try {
          String name = text(thread.resolve("comm")).strip();
          if (name.startsWith("ForkJoinPool") && niceness(thread) != usual) {
            patient.add(name);
          }
        } catch (UncheckedIOException e) {
          // One that ended since it was listed carries nothing.
          assertThat(thread).as("could not be read: %s", e).doesNotExist();
        }
      }
    }
    assertThat(patient).as("those that carry requests").isEmpty();
  }

  /// The 19th field of proc_pid_stat(5), the second of which may hold spaces.
  private static int niceness(Path thread) {
    String stat = text(thread.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Integer.parseInt(fields[16]);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void neverComputesForMoreRequestsThanThereArePlaces() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(HeavyWork.PLACES);
    try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> asked = new ArrayList<>();
      for (int i = 0; i < 4 * HeavyWork.PLACES; i++) {
        asked.add(
            requests.submit(() ->
                HeavyWork.run(
                    WHAT,
                    () -> {
                      most.accumulateAndGet(now.incrementAndGet(), Math::max);
                      all.countDown();
                      all.await();
                      return now.decrementAndGet();
                    })));
      }
      for (Future<?> each : asked) {
        each.get();
      }
    }
    assertThat(most.get()).isEqualTo(HeavyWork.PLACES);
  }

  @Test
  void whatIsHeavyAlreadyNeedsNoSecondPlace() {
    Thread[] threads =
        HeavyWork.run(
            WHAT,
            () ->
                new Thread[] {Thread.currentThread(), HeavyWork.run(WHAT, Thread::currentThread)});
    assertThat(threads[0]).isSameAs(threads[1]);
  }

  @Test
  void noTableKeepsAnAggregateWaiting() throws Exception {
    CountDownLatch begun = new CountDownLatch(HeavyWork.PLACES);
    CountDownLatch end = new CountDownLatch(1);
    try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < HeavyWork.PLACES; i++) {
        Future<?> _ =
            requests.submit(() ->
                HeavyWork.run(
                    WHAT,
                    () -> {
                      begun.countDown();
                      end.await();
                      return true;
                    }));
      }
      begun.await();
      assertThat(HeavyWork.read(WHAT, () -> Thread.currentThread().isVirtual())).isFalse();
      end.countDown();
    }
  }

  @Test
  void passesOnWhatTheWorkThrows() {
    ServiceException refusal = new ServiceException(ErrorCode.INVALID_TABLE, "no");
    assertThatThrownBy(() ->
            HeavyWork.run(
                WHAT,
                () -> {
                  throw refusal;
                }))
        .isSameAs(refusal);
  }

  @Test
  void refusesWhatWouldWaitForTooLong() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    List<Thread> requests = new ArrayList<>();
    AtomicInteger refused = new AtomicInteger();
    CountDownLatch oneRefused = new CountDownLatch(1);
    for (int i = 0; i < HeavyWork.PLACES + 33; i++) {
      requests.add(
          Thread.startVirtualThread(() -> {
            try {
              boolean _ =
                  HeavyWork.run(
                      WHAT,
                      () -> {
                        end.await();
                        return true;
                      });
            } catch (ServiceException e) {
              assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
              assertThat(e.detail()).contains(WHAT + " has to wait");
              refused.incrementAndGet();
              oneRefused.countDown();
            }
          }));
    }
    oneRefused.await();
    end.countDown();
    for (Thread each : requests) {
      each.join();
    }
    assertThat(refused.get()).isEqualTo(1);
  }

  @Test
  void anInterruptedRequestEndsItsWork() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    Thread request =
        Thread.startVirtualThread(() -> {
          try {
            int _ = HeavyWork.run(WHAT, () -> endless(begun, ended));
          } catch (ServiceException e) {
            assertThat(e.detail()).startsWith(WHAT + " took longer than 30 s");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            refused.countDown();
          }
        });
    begun.await();
    request.interrupt();
    refused.await();
    ended.await();
    assertThat(HeavyWork.run(WHAT, () -> Thread.currentThread().isInterrupted())).isFalse();
  }

  private static int endless(CountDownLatch begun, CountDownLatch ended) {
    begun.countDown();
    try {
      while (true) {
        HeavyWork.requireTime();
      }
    } finally {
      ended.countDown();
    }
  }

  @Test
  void whatIsApartEndsBeforeItsCallerGoesOn() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger ends = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    Thread caller =
        Thread.startVirtualThread(() -> {
          try {
            int _ =
                HeavyWork.apart(
                    "endless",
                    () -> {
                      begun.countDown();
                      try {
                        new CountDownLatch(1).await();
                        return 0;
                      } finally {
                        ends.incrementAndGet();
                      }
                    });
          } catch (InterruptedException e) {
            seen.set(ends.get());
          }
        });
    begun.await();
    caller.interrupt();
    caller.join();
    assertThat(seen.get()).isEqualTo(1);
  }
}
