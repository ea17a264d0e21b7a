package dev.ombud.bench;

import dev.ombud.testing.ApiClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// What heavy work does to those who decide: two people upload a UNIQUE table of 3,000 rows, and
/// two more a megabyte of `a,a,…`, again and again, while decisions come in at a rate that leaves
/// half of the machine free.
final class HeavySection implements Section {
  private static final int ROWS = 3_000;
  private static final int PEOPLE = 4;
  private static final int CONNECTIONS = 16;
  private static final double POSTS_A_SECOND = 300;
  private static final double RATIO_MOST = 2;
  private static final String CSV = "text/csv";

  @Override
  public void measure(Run run) throws Exception {
    ServiceProcess service = ServiceProcess.start(run, Postgres.start(run).create("service"), true);
    OwnerClient owner = run.own(new OwnerClient(service.port()));
    SingleLoad load = run.own(SingleLoad.open(service.port(), Corpus.load(), CONNECTIONS, 0));
    load.run(run.seconds(15), SingleLoad.AT_ONCE);
    // What a service that is an hour old has compiled long ago is no part of the question.
    busy(run, load, owner, new AtomicInteger());
    run.say("posting while nobody uploads");
    SingleLoad.Outcome usual = load.run(run.seconds(20), POSTS_A_SECOND);
    AtomicInteger uploads = new AtomicInteger();
    SingleLoad.Outcome busy = busy(run, load, owner, uploads);
    run.figure("uploads meanwhile", Figure.number(uploads.get()));
    run.figure("300 posts/s p50 / p99 / max, ms, usually", millis(usual));
    run.figure("the same while four people upload", millis(busy));
    double ratio = busy.millis(99) / usual.millis(99);
    run.judged(
        "p99 over the usual one; no request failed",
        "%.2f".formatted(ratio),
        "<= 2",
        ratio <= RATIO_MOST);
  }

  private static SingleLoad.Outcome busy(
      Run run, SingleLoad load, OwnerClient owner, AtomicInteger uploads) throws Exception {
    run.say("posting while four people upload");
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService people = Executors.newFixedThreadPool(PEOPLE);
    run.own(people::shutdownNow);
    List<Future<?>> ends = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      byte[] body = i % 2 == 0 ? table() : "a,".repeat(1 << 19).getBytes(StandardCharsets.UTF_8);
      ends.add(
          people.submit(() -> {
            String draft = owner.draft();
            while (!over.get()) {
              upload(owner, draft, body);
              uploads.incrementAndGet();
            }
          }));
    }
    SingleLoad.Outcome outcome = load.run(run.seconds(20), POSTS_A_SECOND);
    over.set(true);
    for (Future<?> end : ends) {
      end.get();
    }
    return outcome;
  }

  private static String millis(SingleLoad.Outcome outcome) {
    return "%.1f / %.1f / %.1f"
        .formatted(outcome.millis(50), outcome.millis(99), outcome.latencies().getMaxValue() / 1e6);
  }

  /// Taken or refused for what it says, never for want of time.
  private static void upload(OwnerClient owner, String draft, byte[] csv) {
    Answer answer = owner.attempt(draft + "/tables/severity", CSV, csv);
    if (answer.status() != 200 && answer.status() != 422) {
      throw new IllegalStateException("an upload answers " + answer.status());
    }
  }

  /// Rows that do not overlap, so that each has to be compared with what is near it.
  private static byte[] table() {
    StringBuilder csv =
        new StringBuilder(
            """
            Table,severity
            Hit policy,UNIQUE
            id,in,in,out
            ,cohort.segment,volume.count,severity
            Id,Segment,Count,Severity
            """);
    for (int row = 0; row < ROWS; row++) {
      csv.append(
          "SEV-%05d,\"\"\"segment %d\"\"\",>= %d,P%d\n".formatted(row, row, row % 7, 1 + row % 4));
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }
}
