package dev.ombud.bench;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.DatabaseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// What a careful programmer would write without micro-batches: the rows that the service stored,
/// inserted again under fresh ids, one transaction a decision, on connections that are kept with
/// statements that are prepared.
final class PlainWriter {
  private static final int COLUMNS_MOST = 64;

  private final List<PlainRow> rows;
  private final TimeIds ids = new TimeIds(Clock.systemUTC());
  private final AtomicLong next = new AtomicLong();

  private PlainWriter(List<PlainRow> rows) {
    this.rows = rows;
  }

  /// Takes the rows out of a database that a service has filled.
  static PlainWriter load(DatabaseConfig database, int most) throws SQLException {
    try (Connection connection = Postgres.connect(database);
        Statement statement = connection.createStatement()) {
      Map<UUID, List<Object[]>> texts = new HashMap<>();
      String sample = "(select * from decisions order by id desc limit " + most + ") d";
      read(
          statement,
          "select t.decision_id, "
              + PlainRow.names(PlainRow.TEXT, "t.")
              + " from "
              + sample
              + " join evidence_texts t on t.decision_id = d.id order by 1, 2",
          row ->
              texts
                  .computeIfAbsent((UUID) row[0], _ -> new ArrayList<>())
                  .add(java.util.Arrays.copyOfRange(row, 1, row.length)));
      List<PlainRow> rows = new ArrayList<>();
      int decision = PlainRow.DECISION.size();
      int recorded = decision + PlainRow.RECORD.size();
      int incident = recorded + PlainRow.INCIDENT.size();
      read(
          statement,
          "select d.id, "
              + PlainRow.names(PlainRow.DECISION, "d.")
              + ", "
              + PlainRow.names(PlainRow.RECORD, "r.")
              + ", "
              + PlainRow.names(PlainRow.INCIDENT, "i.")
              + " from "
              + sample
              + " join records r on r.id = d.id left join incidents i on i.id = d.incident_id",
          row -> {
            Object[] incidentRow = java.util.Arrays.copyOfRange(row, 1 + recorded, 1 + incident);
            rows.add(
                new PlainRow(
                    java.util.Arrays.copyOfRange(row, 1, 1 + decision),
                    java.util.Arrays.copyOfRange(row, 1 + decision, 1 + recorded),
                    texts.getOrDefault((UUID) row[0], List.of()),
                    incidentRow[0] == null ? new Object[0] : incidentRow));
          });
      Collections.shuffle(rows, new java.util.Random(1));
      return new PlainWriter(List.copyOf(rows));
    }
  }

  @FunctionalInterface
  private interface RowTaker {
    void take(Object[] row) throws SQLException;
  }

  private static void read(Statement statement, String query, RowTaker taker) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      int columns = Math.min(result.getMetaData().getColumnCount(), COLUMNS_MOST);
      while (result.next()) {
        Object[] row = new Object[columns];
        for (int i = 0; i < columns; i++) {
          row[i] = PlainRow.value(result, i + 1);
        }
        taker.take(row);
      }
    }
  }

  /// Transactions a second, after a warm-up.
  double run(
      DatabaseConfig database,
      int connections,
      Duration warmUp,
      Duration measured,
      boolean incidents)
      throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicLong start = new AtomicLong();
    Callable<long[]> work =
        () -> {
          begun.await();
          return write(database, start.get(), warmUp, measured, incidents);
        };
    long all = 0;
    long counted = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      List<Future<long[]>> counts = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        counts.add(threads.submit(work));
      }
      start.set(System.nanoTime());
      begun.countDown();
      for (Future<long[]> count : counts) {
        all += count.get()[0];
        counted += count.get()[1];
      }
    }
    Postgres.requireDecisions(database, all);
    return counted / (measured.toNanos() / 1e9);
  }

  /// What one connection commits: all of it, and what falls into the time that is measured.
  private long[] write(
      DatabaseConfig database, long start, Duration warmUp, Duration measured, boolean incidents)
      throws SQLException {
    long all = 0;
    long counted = 0;
    DatabaseConfig.Login user = database.user();
    try (Connection connection =
            DriverManager.getConnection(database.url(), user.user(), user.password());
        PlainStatements statements = PlainStatements.prepare(connection)) {
      connection.setAutoCommit(false);
      long from = warmUp.toNanos();
      long to = from + measured.toNanos();
      while (true) {
        PlainRow row = rows.get((int) (next.getAndIncrement() % rows.size()));
        statements.insert(row, ids.next(), incidents);
        connection.commit();
        all++;
        long now = System.nanoTime() - start;
        if (now >= to) {
          return new long[] {all, counted};
        }
        counted += now >= from ? 1 : 0;
      }
    }
  }
}
