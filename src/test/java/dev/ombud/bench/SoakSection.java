package dev.ombud.bench;

import dev.ombud.ground.database.DatabaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// About half the highest load for a while, mixed, with the heap of `make run`: does memory grow?
final class SoakSection implements Section {
  private static final double MIB = 1 << 20;
  private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(30);

  /// Longer than the service takes from one look at its record to the next.
  private static final Duration RECORD_CHECK = Duration.ofSeconds(12);

  /// Posts at 0.4 of the highest rate, and as many again in batches, which cost about a third.
  private static final double SHARE = 0.4;

  private static final double BATCH_SECONDS = 20;
  private static final long FIRST_OF_BATCHES = 10_000_000_000L;
  private static final long DISK_BYTES_A_DECISION = 12_000;
  private static final double HEAP_GROWTH_MIB_MOST = 10;
  private static final double METASPACE_GROWTH_MIB_MOST = 2;

  private final int minutes;

  SoakSection(int minutes) {
    this.minutes = minutes;
  }

  @Override
  public void measure(Run run) throws Exception {
    if (minutes == 0) {
      run.figure("left out", "SOAK_MINUTES=0");
      return;
    }
    Postgres postgres = Postgres.start(run);
    DatabaseConfig database = postgres.create("service");
    ServiceProcess service = ServiceProcess.start(run, database, true);
    Corpus corpus = Corpus.load();
    SingleLoad singles =
        run.own(SingleLoad.open(service.port(), corpus, SingleSection.CONNECTIONS, 0));
    run.say("looking for the highest rate");
    long answers = singles.run(run.seconds(20), SingleLoad.AT_ONCE).answers();
    SingleLoad.Outcome highest = singles.run(run.seconds(10), SingleLoad.AT_ONCE);
    answers += highest.answers();
    double rate = SHARE * highest.perSecond();
    requireSpace(run, rate);
    run.figure(
        "decisions/s, single / in batches", Figure.number(rate) + " / " + Figure.number(rate));

    ExecutorService threads = Executors.newFixedThreadPool(3);
    run.own(threads::shutdownNow);
    Duration duration = Duration.ofMinutes(minutes);
    Future<SingleLoad.Outcome> posts = threads.submit(() -> singles.run(duration, rate));
    BatchLoad batches = new BatchLoad(service.port(), corpus);
    Future<Long> lines = threads.submit(() -> post(batches, duration, rate));
    Future<Long> lookups = threads.submit(new Lookups(service.port(), duration)::run);
    watch(run, service, duration, List.of(posts, lines, lookups));

    answers += posts.get().answers() + lines.get();
    service.await(RECORD_CHECK);
    Postgres.requireDecisions(database, answers);
    run.figure("answers, each on record", Figure.number(answers));
    run.figure("lookups beside them", Figure.number(lookups.get()));
    run.figure(
        "latency of single posts p50 / p99 / max, ms",
        "%.1f / %.1f / %.1f"
            .formatted(
                posts.get().millis(50),
                posts.get().millis(99),
                posts.get().latencies().getMaxValue() / 1e6));
    double unrecorded = service.metric("ombud_decisions_unrecorded_total");
    run.judged("unrecorded decisions", Figure.number(unrecorded), "0", unrecorded == 0);
    if (unrecorded != 0) {
      throw new IllegalStateException("the service missed decisions in its own record");
    }
  }

  private void requireSpace(Run run, double rate) throws IOException {
    long needed = (long) (2 * rate * minutes * 60 * DISK_BYTES_A_DECISION);
    long free = Files.getFileStore(run.folder()).getUsableSpace();
    if (free < needed) {
      throw new IllegalStateException(
          "the disk has %,d MiB left and the soak needs %,d: free some, or lower SOAK_MINUTES"
              .formatted(free >> 20, needed >> 20));
    }
  }

  private static long post(BatchLoad batches, Duration duration, double rate) throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    long sent = 0;
    while (System.nanoTime() < end) {
      int count = (int) Math.max(1, rate * BATCH_SECONDS);
      batches.run(FIRST_OF_BATCHES + sent, count, rate);
      sent += count;
    }
    return sent;
  }

  /// A full collection before each look, so that only what is really kept counts.
  private static void watch(
      Run run, ServiceProcess service, Duration duration, List<Future<?>> loads)
      throws IOException, InterruptedException, ExecutionException {
    Trend heap = new Trend();
    Trend metaspace = new Trend();
    long start = System.nanoTime();
    while (System.nanoTime() - start < duration.toNanos() || heap.isEmpty()) {
      service.await(BETWEEN_SAMPLES.compareTo(duration) < 0 ? BETWEEN_SAMPLES : duration);
      for (Future<?> load : loads) {
        if (load.isDone()) {
          load.get();
        }
      }
      service.collectGarbage();
      double hours = (System.nanoTime() - start) / 3.6e12;
      heap.add(hours, service.metric("jvm_gc_live_data_size_bytes") / MIB);
      metaspace.add(
          hours, service.metric("jvm_memory_used_bytes", "nonheap", "\"Metaspace\"") / MIB);
      run.say(
          "%.1f min: heap %.1f MiB, metaspace %.1f MiB"
              .formatted(hours * 60, heap.last(), metaspace.last()));
    }
    judge(run, "heap after collection", heap, HEAP_GROWTH_MIB_MOST);
    judge(run, "metaspace", metaspace, METASPACE_GROWTH_MIB_MOST);
    run.figure("service's memory at its peak", Machine.peakMemory(service.pid()));
    run.figure("threads at most", Figure.number(service.metric("jvm_threads_peak_threads")));
  }

  private static void judge(Run run, String what, Trend trend, double most) {
    run.judged(
        what + ", MiB, first / last / growth (an hour)",
        "%.1f / %.1f / %+.1f (%+.1f)"
            .formatted(trend.first(), trend.last(), trend.growth(), trend.slopePerHour()),
        "growth <= " + (int) most,
        trend.growth() <= most);
  }
}
