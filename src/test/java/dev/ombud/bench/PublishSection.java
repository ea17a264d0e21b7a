package dev.ombud.bench;

import dev.ombud.decide.check.TableChecks;
import dev.ombud.decide.sheet.WorkbookReader;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Lexicons;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/// What publishing costs: findings for a table of 5,000 rows, the time until two instances decide
/// by it, and what activations do to the latency and the memory of a service that goes on deciding.
final class PublishSection implements Section {
  private static final int ROWS = 5_000;
  private static final int ACTIVATIONS = 50;
  private static final int MANY_ACTIVATIONS = 200;
  private static final int VERSIONS = 5;
  private static final int CONNECTIONS = 16;
  private static final double POSTS_A_SECOND = 1_000;
  private static final double RATIO_MOST = 2;
  private static final double GROWTH_MIB_MOST = 8;
  private static final int MIB = 1 << 20;
  private static final long POLL_NANOS = 1_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public void measure(Run run) throws Exception {
    DatabaseConfig database = Postgres.start(run).create("service");
    ServiceProcess service = ServiceProcess.start(run, database, true);
    ServiceProcess other = ServiceProcess.start(run, database, true);
    OwnerClient owner = run.own(new OwnerClient(service.port()));
    OwnerClient elsewhere = run.own(new OwnerClient(other.port()));
    // Ten seconds after its start an instance rehearses.
    other.await(Duration.ofSeconds(25));
    publish(run, owner, elsewhere);
    run.end(other);
    List<Long> versions = versions(owner);
    activateUnderLoad(run, service, owner, versions);
    activateOften(run, service, owner, versions);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void judged(Run run, String what, double seconds, int most) {
    run.judged(what, "%.2f".formatted(seconds), "< " + most, seconds < most);
  }

  private static void publish(Run run, OwnerClient owner, OwnerClient elsewhere) {
    String draft = owner.draft();
    byte[] shipped = owner.get(draft + "/tables/severity", OwnerClient.XLSX).body();
    byte[] grown = GrownRuleset.grown("severity.xlsx", shipped, ROWS);
    DecisionTable table =
        WorkbookReader.read("severity.xlsx", grown, Lexicons.SHIPPED).table().orElseThrow();
    for (int round = 1; round <= 2; round++) {
      String when = round == 1 ? ", at first" : ", warm";
      long start = System.nanoTime();
      Answer findings = owner.put(draft + "/tables/severity", OwnerClient.XLSX, grown);
      judged(run, "findings for 5,000 rows over HTTP, s" + when, seconds(start), 2);
      run.figure("findings", Figure.number(findings.json().path("findings").size()));
      start = System.nanoTime();
      TableChecks.check(table, Optional.empty());
      run.figure("of that the analysis, s" + when, "%.2f".formatted(seconds(start)));
    }
    owner.approve(draft);
    long start = System.nanoTime();
    long version = owner.activate(draft);
    await(owner, version);
    judged(run, "activation of 5,000 rows until it decides here, s", seconds(start), 1);
    await(elsewhere, version);
    judged(run, "the same until it decides on another instance, s", seconds(start), 1);
    start = System.nanoTime();
    owner.goBack(1);
    await(elsewhere, 1);
    judged(run, "going back until another instance decides by it, s", seconds(start), 1);
  }

  private static void await(OwnerClient instance, long version) {
    String aggregate = Aggregates.surge();
    long start = System.nanoTime();
    while (instance.decidingVersion(aggregate) != version) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IllegalStateException("version " + version + " does not come to decide");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /// Some versions that differ in a note.
  private static List<Long> versions(OwnerClient owner) {
    List<Long> versions = new ArrayList<>(List.of(1L));
    for (int i = 0; i < VERSIONS; i++) {
      String draft = owner.draft();
      String path = draft + "/tables/routing";

      String csv = owner.get(path, "text/csv").text();
      String noted = csv.replaceFirst("(?m)^Id,[^,\r\n]*", "Id,Version " + i);
      owner.put(path, "text/csv", noted.getBytes(StandardCharsets.UTF_8));
      owner.approve(draft);
      versions.add(owner.activate(draft));
    }
    return versions;
  }

  private static void activateUnderLoad(
      Run run, ServiceProcess service, OwnerClient owner, List<Long> versions) throws Exception {
    SingleLoad load = run.own(SingleLoad.open(service.port(), Corpus.load(), CONNECTIONS, 0));
    load.run(run.seconds(15), SingleLoad.AT_ONCE);
    run.say("posting without activations");
    SingleLoad.Outcome usual = load.run(run.seconds(20), POSTS_A_SECOND);
    run.say("posting while versions are activated");
    ExecutorService thread = Executors.newSingleThreadExecutor();
    run.own(thread::shutdownNow);
    Duration duration = run.seconds(20);
    int activations = run.count(ACTIVATIONS);
    Future<?> work =
        thread.submit(() -> {
          for (int i = 0; i < activations; i++) {
            owner.goBack(versions.get(i % versions.size()));
            LockSupport.parkNanos(duration.toNanos() / activations / 2);
          }
        });
    SingleLoad.Outcome busy = load.run(duration, POSTS_A_SECOND);
    work.get();
    run.figure(
        "1,000 posts/s p50 / p99 / max, ms, usually",
        "%.1f / %.1f / %.1f"
            .formatted(usual.millis(50), usual.millis(99), usual.latencies().getMaxValue() / 1e6));
    run.figure(
        "the same while 50 versions are activated",
        "%.1f / %.1f / %.1f"
            .formatted(busy.millis(50), busy.millis(99), busy.latencies().getMaxValue() / 1e6));
    double ratio = busy.millis(99) / usual.millis(99);
    run.judged(
        "p99 over the usual one; no request failed",
        "%.2f".formatted(ratio),
        "<= 2",
        ratio <= RATIO_MOST);
  }

  private static void activateOften(
      Run run, ServiceProcess service, OwnerClient owner, List<Long> versions) throws Exception {
    // What was retired meanwhile is let go after some seconds.
    service.await(Duration.ofSeconds(12));
    service.collectGarbage();
    double heap = service.metric("jvm_gc_live_data_size_bytes") / MIB;
    double metaspace = service.metric("jvm_memory_used_bytes", "nonheap", "\"Metaspace\"") / MIB;
    int activations = run.count(MANY_ACTIVATIONS);
    for (int i = 0; i < activations; i++) {
      owner.goBack(versions.get((i + 1) % versions.size()));
    }
    service.await(Duration.ofSeconds(12));
    service.collectGarbage();
    growth(run, "heap", heap, service.metric("jvm_gc_live_data_size_bytes") / MIB);
    growth(
        run,
        "metaspace",
        metaspace,
        service.metric("jvm_memory_used_bytes", "nonheap", "\"Metaspace\"") / MIB);
  }

  private static void growth(Run run, String what, double before, double after) {
    run.judged(
        what + " before / after 200 activations, MiB",
        "%.1f / %.1f".formatted(before, after),
        "growth <= " + (int) GROWTH_MIB_MOST,
        after - before <= GROWTH_MIB_MOST);
  }
}
