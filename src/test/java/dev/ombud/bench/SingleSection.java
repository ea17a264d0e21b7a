package dev.ombud.bench;

import dev.ombud.ground.database.DatabaseConfig;
import java.time.Duration;
import java.util.OptionalLong;

/// Durable single posts against a plain writer of the same rows, both on the same server.
final class SingleSection implements Section {
  static final int CONNECTIONS = 64;

  private static final double RATIO_LEAST = 0.8;
  private static final double PER_SECOND_LEAST = 4_000;
  private static final double P99_MILLIS_MOST = 40;
  private static final int SAMPLE_ROWS = 8_000;

  @Override
  public void measure(Run run) throws Exception {
    Postgres postgres = Postgres.start(run);
    DatabaseConfig recorded = postgres.create("service");
    SingleLoad.Outcome posts = posts(run, recorded);
    PlainWriter writer = PlainWriter.load(recorded, SAMPLE_ROWS);
    double whole = write(run, postgres, writer, true);
    double inserts = write(run, postgres, writer, false);
    double rate = posts.perSecond();
    run.judged(
        "durable decisions/s, 64 connections",
        Figure.number(rate),
        ">= 4,000",
        rate >= PER_SECOND_LEAST);
    run.judged(
        "latency p50 / p99 / max, ms",
        "%.1f / %.1f / %.1f"
            .formatted(posts.millis(50), posts.millis(99), posts.latencies().getMaxValue() / 1e6),
        "p99 <= 40",
        posts.millis(99) <= P99_MILLIS_MOST);
    run.figure("plain JDBC writer, transactions/s", Figure.number(whole));
    run.judged(
        "ratio to the plain writer",
        "%.2f".formatted(rate / whole),
        ">= 0.80",
        rate / whole >= RATIO_LEAST);
    run.figure("plain writer without incidents, transactions/s", Figure.number(inserts));
    run.figure("ratio to that one", "%.2f".formatted(rate / inserts));
  }

  private static SingleLoad.Outcome posts(Run run, DatabaseConfig database) throws Exception {
    ServiceProcess service = ServiceProcess.start(run, database, true);
    SingleLoad load = run.own(SingleLoad.open(service.port(), Corpus.load(), CONNECTIONS, 0));
    run.say("posting to warm up");
    SingleLoad.Outcome warmUp = load.run(run.seconds(15), SingleLoad.AT_ONCE);
    run.say("measuring posts");
    Duration cpu = service.cpu();
    OptionalLong busy = Machine.busyNanos();
    SingleLoad.Outcome posts = load.run(run.seconds(20), SingleLoad.AT_ONCE);
    Shares shares =
        Shares.of(posts.time(), service.cpu().minus(cpu), posts.cpu(), busy, Machine.busyNanos());
    Postgres.requireDecisions(database, warmUp.answers() + posts.answers());
    run.figure("answers, each on record", Figure.number(warmUp.answers() + posts.answers()));
    run.figure("cores used: service / load / all", shares.text());
    run.figure("service's memory at its peak", Machine.peakMemory(service.pid()));
    run.end(load);
    run.end(service);
    return posts;
  }

  private static double write(Run run, Postgres postgres, PlainWriter writer, boolean incidents)
      throws Exception {
    String name = incidents ? "plain" : "plain_without_incidents";
    DatabaseConfig database = postgres.createMigrated(name);
    postgres.checkpoint();
    run.say("measuring the plain writer" + (incidents ? "" : ", without incidents"));
    return writer.run(
        database, CONNECTIONS, run.seconds(5), run.seconds(incidents ? 20 : 10), incidents);
  }
}
