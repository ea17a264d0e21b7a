package dev.ombud.bench;

import dev.ombud.ground.database.DatabaseConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Durable decisions in NDJSON batches, over one connection and over two at once.
final class BatchSection implements Section {
  private static final int WARM_UP = 200_000;
  private static final int MEASURED = 200_000;
  private static final double PER_SECOND_LEAST = 12_000;

  @Override
  public void measure(Run run) throws Exception {
    Postgres postgres = Postgres.start(run);
    DatabaseConfig database = postgres.create("service");
    ServiceProcess service = ServiceProcess.start(run, database, true);
    BatchLoad load = new BatchLoad(service.port(), Corpus.load());
    run.say("a batch to warm up");
    int warmUp = run.count(WARM_UP);
    int measured = run.count(MEASURED);
    load.run(0, warmUp, SingleLoad.AT_ONCE);
    long first = warmUp;
    for (int connections = 1; connections <= 2; connections++) {
      run.say(
          "measuring over " + connections + (connections == 1 ? " connection" : " connections"));
      double rate = measure(run, service, load, connections, first, measured);
      first += measured;
      String what = "durable decisions/s, connections: " + connections;
      String number = Figure.number(rate);
      if (connections == 1) {
        run.judged(what, number, ">= 12,000", rate >= PER_SECOND_LEAST);
      } else {
        run.figure(what, number);
      }
    }
    Postgres.requireDecisions(database, first);
    run.figure("answers, each on record", Figure.number(first));
    run.figure("bytes on disk a decision", Figure.number(Postgres.bytes(database) / first));
    run.figure("service's memory at its peak", Machine.peakMemory(service.pid()));
  }

  private static double measure(
      Run run, ServiceProcess service, BatchLoad load, int connections, long first, int count)
      throws Exception {
    int each = count / connections;
    Duration cpu = service.cpu();
    OptionalLong busy = Machine.busyNanos();
    long start = System.nanoTime();
    Duration own = Duration.ZERO;
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      List<Future<BatchLoad.Outcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        long from = first + (long) i * each;
        outcomes.add(threads.submit(() -> load.run(from, each, SingleLoad.AT_ONCE)));
      }
      for (Future<BatchLoad.Outcome> outcome : outcomes) {
        own = own.plus(outcome.get().cpu());
      }
    }
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    Shares shares = Shares.of(time, service.cpu().minus(cpu), own, busy, Machine.busyNanos());
    run.figure("cores used: service / load / all, connections: " + connections, shares.text());
    return count / (time.toNanos() / 1e9);
  }
}
