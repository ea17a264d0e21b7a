package dev.ombud.bench;

import dev.ombud.ground.database.DatabaseConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// From the start of the process to the first 200 of `/health/ready`.
final class StartSection implements Section {
  private static final int RUNS = 5;
  private static final double EMBEDDED_SECONDS_MOST = 6;
  private static final double EXTERNAL_SECONDS_MOST = 3;

  /// How one service is started.
  @FunctionalInterface
  private interface Start {
    ServiceProcess start(boolean archive, int number) throws Exception;
  }

  @Override
  public void measure(Run run) throws Exception {
    Path kept = run.folder().resolve("kept");
    Start existing = (archive, _) -> ServiceProcess.start(run, kept, archive);
    Start fresh =
        (archive, number) -> {
          Path data = run.folder().resolve("fresh-" + archive + number);
          return ServiceProcess.start(run, data, archive);
        };
    run.say("a first start, which writes the class-data archive at its end");
    Files.deleteIfExists(ServiceProcess.ARCHIVE);
    run.end(existing.start(true, 0));
    for (boolean archive : new boolean[] {true, false}) {
      measure(run, "embedded server, existing data", existing, archive, EMBEDDED_SECONDS_MOST);
      measure(run, "embedded server, first start", fresh, archive, EMBEDDED_SECONDS_MOST);
    }
    DatabaseConfig database = Postgres.start(run).createMigrated("service");
    Start external = (archive, _) -> ServiceProcess.start(run, database, archive);
    run.end(external.start(true, 0));
    for (boolean archive : new boolean[] {true, false}) {
      measure(run, "external server", external, archive, EXTERNAL_SECONDS_MOST);
    }
  }

  /// Only the flags of `make run` are judged, and those bring the archive.
  private static void measure(Run run, String what, Start start, boolean archive, double most)
      throws Exception {
    int runs = run.isQuick() ? 1 : RUNS;
    double[] seconds = new double[runs];
    for (int i = 0; i < runs; i++) {
      ServiceProcess service = start.start(archive, i);
      seconds[i] = service.untilReady().toNanos() / 1e9;
      run.end(service);
    }
    Arrays.sort(seconds);
    double median = seconds[runs / 2];
    List<String> all = new ArrayList<>();
    for (double each : seconds) {
      all.add("%.2f".formatted(each));
    }
    String measured = "%.2f of %s".formatted(median, String.join(", ", all));
    if (archive) {
      run.judged(what + ", s", measured, "<= " + (int) most, median <= most);
    } else {
      run.figure(what + ", without class-data archive, s", measured);
    }
  }
}
