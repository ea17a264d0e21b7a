package dev.ombud.bench;

import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.publish.backtest.Backtest;
import dev.ombud.publish.backtest.Backtests;
import dev.ombud.publish.backtest.Plan;
import dev.ombud.testing.History;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.TableEdit;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A backtest of a million decisions. The real aggregates are decided once by the real pipeline;
/// the server then copies their rows under new identities, evenly over the three months before now
/// and so over four partitions. Judged by the wall clock, with PostgreSQL on the same machine;
/// reading the same rows and doing nothing is measured beside it.
final class BacktestSection implements Section {
  private static final int DECISIONS = 1_000_000;
  private static final int QUICK_DECISIONS = 50_000;
  private static final Duration SPREAD = Duration.ofDays(89);
  private static final int TARGET_SECONDS = 90;
  private static final long POLL_NANOS = 50_000_000;
  private static final int MIB = 1 << 20;

  private static final String READ =
      """
      select d.id, ruleset_version, severity, disposition, tier, mode, documents
      from decisions d join records r using (id) where d.id < ?
      """;

  @Override
  public void measure(Run run) throws Exception {
    int wanted = run.isQuick() ? QUICK_DECISIONS : DECISIONS;
    DatabaseConfig config = Postgres.start(run).createMigrated("backtest");
    try (Database database = Database.open(config, Path.of("migrations"), Instant.now())) {
      List<History.Decided> decided = History.decide(database, Corpus.aggregates());
      Instant now = Instant.now();
      run.say("copying decisions until there are " + wanted);
      fill(config, wanted, decided.size(), now.minus(Duration.ofDays(90)));
      run.figure("decisions on record", Figure.number(wanted));
      Instant to = decided.getFirst().decision().decidedAt();
      double plain = read(config, to);
      run.figure("reading the same and doing nothing, decisions/s", Figure.number(wanted / plain));
      double seconds = replay(run, database, decided, to, wanted);
      String text = "%.1f".formatted(seconds);
      if (run.isQuick()) {
        run.figure("backtest, seconds", text);
      } else {
        run.judged("backtest, seconds", text, "< " + TARGET_SECONDS, seconds < TARGET_SECONDS);
      }
      run.figure("backtest, decisions/s", Figure.number(wanted / seconds));
      run.figure("times as long as reading alone", "%.1f".formatted(seconds / plain));
    }
  }

  private static void fill(DatabaseConfig config, int wanted, int decided, Instant from)
      throws SQLException {
    try (Connection connection = Postgres.connect(config);
        Statement statement = connection.createStatement()) {
      for (int month = 0; month < 3; month++) {
        statement.execute(
            "select ombud_ensure_partitions(timestamptz '%s' + interval '%d months')"
                .formatted(from, month));
      }
      long step = Math.max(1, SPREAD.toMillis() / wanted);
      for (String table : List.of("decisions", "records")) {
        String time = table.equals("decisions") ? "decided_at, " : "";
        statement.execute(
            """
            insert into %6$s (id, %7$s%1$s)
            select new_id, %8$s%1$s
            from (
              select d.*, (lpad(to_hex(%2$d + %3$d * number), 12, '0') || '7000a'
                || substr(md5(number::text), 1, 15))::uuid as new_id
              from generate_series(0::bigint, %4$d - 1) number
              join (select *, row_number() over (order by id) - 1 as place from %6$s) d
                on d.place = number %% %5$d
            ) copies
            order by new_id
            """
                .formatted(
                    columns(statement, table),
                    from.toEpochMilli(),
                    step,
                    wanted,
                    decided,
                    table,
                    time,
                    time.replace("decided_at", "uuid_extract_timestamp(new_id)")));
        statement.execute("vacuum analyze " + table);
      }
      statement.execute("checkpoint");
    }
  }

  private static String columns(Statement statement, String table) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            """
            select string_agg(column_name, ', ') from information_schema.columns
            where table_name = '%s' and column_name not in ('id', 'decided_at')
            """
                .formatted(table))) {
      row.next();
      return row.getString(1);
    }
  }

  /// Seconds.
  private static double read(DatabaseConfig config, Instant to) throws SQLException {
    long start = System.nanoTime();
    try (Connection connection = Postgres.connect(config);
        PreparedStatement statement = connection.prepareStatement(READ)) {
      connection.setAutoCommit(false);
      statement.setFetchSize(128);
      statement.setObject(1, TimeIds.first(to.toEpochMilli()));
      long bytes = 0;
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          bytes += rows.getBytes(7).length;
        }
      }
      if (bytes == 0) {
        throw new IllegalStateException("nothing was read");
      }
      return (System.nanoTime() - start) / 1e9;
    }
  }

  /// Seconds.
  private static double replay(
      Run run, Database database, List<History.Decided> decided, Instant to, int wanted) {
    Plan plan =
        new Plan(
            UUID.randomUUID(),
            TableEdit.conclude("severity", graveRow(decided), "severity", "P1"),
            decided.getFirst().decision().ruleset().version(),
            Rulesets.shipped(),
            Instant.EPOCH,
            to,
            1,
            "bench");
    TimeIds ids = new TimeIds(Clock.systemUTC());
    try (Backtests backtests = new Backtests(database, new RulesetCompiler(), ids, _ -> {})) {
      long start = System.nanoTime();
      UUID id = backtests.start(plan).id();
      String early = "";
      String late = "";
      Backtest now = backtests.find(id).orElseThrow();
      while (now.state() == Backtest.State.RUNNING) {
        LockSupport.parkNanos(POLL_NANOS);
        now = backtests.find(id).orElseThrow();
        early = early.isEmpty() && now.judged() >= wanted / 10 ? liveHeap() : early;
        late = late.isEmpty() && now.judged() >= wanted * 9L / 10 ? liveHeap() : late;
      }
      double seconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 1e3;
      String report = now.report().orElse(now.failure().orElse(""));
      if (now.judged() != wanted || !report.contains("\"diverged\":0,")) {
        throw new IllegalStateException("the backtest is not faithful: " + report);
      }
      run.figure("heap in use after a collection at 10 % / 90 %, MiB", early + " / " + late);
      run.figure("decisions that change", report.replaceAll(".*\"changed\":(\\d+).*", "$1"));
      run.figure("report, bytes", Figure.number(report.length()));
      return seconds;
    }
  }

  private static String liveHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return String.valueOf((runtime.totalMemory() - runtime.freeMemory()) / MIB);
  }

  /// A row that makes a P2 of some.
  private static String graveRow(List<History.Decided> decided) {
    return decided.stream()
        .map(each -> each.decision().judgement())
        .filter(judgement -> judgement.severity() == Severity.P2)
        .flatMap(judgement -> judgement.firings().stream())
        .filter(firing -> firing.cells() != null && firing.cells().table().equals("severity"))
        .findFirst()
        .orElseThrow()
        .rule();
  }
}
