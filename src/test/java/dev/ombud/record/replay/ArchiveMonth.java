package dev.ombud.record.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.json.Json;
import dev.ombud.record.archive.ArchiveFile;
import dev.ombud.record.archive.ArchiveStore;
import dev.ombud.record.archive.Archives;
import dev.ombud.record.archive.Archives.Outcome;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.log.EventQuery;
import dev.ombud.record.log.EventRow;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A month long ago that no other test has, with decisions that a test puts there, and what became
/// of it.
public final class ArchiveMonth {
  /// Rows make the partitions around them.
  private static final int MONTHS_APART = 5;

  private static int taken;

  public final YearMonth now = YearMonth.now(ZoneOffset.UTC);
  public final YearMonth month = now.minusMonths(6 + (long) MONTHS_APART * taken++);
  public final ArchiveStore store;
  private final AuditLog log;
  private final TestDatabase postgres;
  private final Path folder;

  public ArchiveMonth(TestDatabase postgres, Path folder) {
    this.postgres = postgres;
    this.folder = folder;
    this.store = new ArchiveStore(postgres.database());
    this.log = new AuditLog(postgres.database());
  }

  public Archives archives(Path into) {
    return new Archives(
        postgres.database(), new TimeIds(Clock.systemUTC()), Clock.systemUTC(), into, 1);
  }

  /// What comes of this test's month.
  public Outcome run() throws SQLException, InterruptedException {
    return archives(folder).run().stream()
        .filter(outcome -> outcome.month().equals(month))
        .findFirst()
        .orElseThrow();
  }

  List<DecisionRow> rows(int count) {
    List<DecisionRow> rows = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      rows.add(Rows.row(start().plusSeconds(60L * number), number));
    }
    return rows;
  }

  Instant start() {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  public List<DecisionRow> seal(int count) {
    List<DecisionRow> rows = rows(count);
    Rows.seal(postgres.database(), rows);
    return rows;
  }

  /// Queues counts of this month and of now, as if so many decisions had been made.
  public void count(String term, int then, int lately) {
    postgres
        .database()
        .change(handle ->
            handle.execute(
                "insert into count_queue (day, terms, decisions)"
                    + " select day, array[?], array[n] from (values (?, ?), (?, ?)) as c (day, n)"
                    + " where n > 0",
                term,
                month.atDay(3),
                then,
                now.atDay(1),
                lately));
  }

  public Path file() {
    return new ArchiveFile(folder, month).path();
  }

  public static String unpacked(Path file) throws IOException {
    try (ZstdInputStream in = new ZstdInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  public void assertGone() throws SQLException {
    assertThat(ask("select to_regclass('public.decisions_" + suffix() + "')")).isEqualTo("null");
    assertThat(ask("select to_regclass('public.records_" + suffix() + "')")).isEqualTo("null");
    assertThat(ask("select dropped_at is not null from archives where month = '" + day() + "'"))
        .isEqualTo("t");
  }

  public void assertStays(int count) throws SQLException {
    assertThat(ask("select count(*) from decisions_" + suffix())).isEqualTo("" + count);
    assertThat(ask("select count(*) from records_" + suffix())).isEqualTo("" + count);
  }

  public String suffix() {
    return month.toString().replace('-', '_');
  }

  public String day() {
    return month.atDay(1).toString();
  }

  public String ask(String sql) throws SQLException {
    try (Connection connection = postgres.connectAsOwner();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "nothing";
    }
  }

  public void change(String sql) throws SQLException {
    try (Connection connection = postgres.connectAsOwner();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public List<String> events() {
    EventQuery query =
        new EventQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("month:" + month),
            Instant.EPOCH,
            Instant.parse("9999-12-31T23:59:59Z"),
            10,
            Optional.empty());
    return log.find(query).items().stream().map(ArchiveMonth::event).toList();
  }

  static String event(EventRow row) {
    return row.kind()
        + " "
        + Json.readMembers(row.detail().getBytes(StandardCharsets.UTF_8)).get("sha256");
  }

  public void archived(YearMonth month, int records) throws SQLException {
    asService(
        "insert into archives (month, archived_at, records, bytes, path, digest) values ('"
            + month.atDay(1)
            + "', now(), "
            + records
            + ", 0, '', sha256(''))");
  }

  public void retire(YearMonth month) throws SQLException {
    asService("select ombud_retire_month('" + month.atDay(1) + "')");
  }

  public void asService(String sql) throws SQLException {
    try (Connection connection = postgres.database().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public void hold(String columns, String values) throws SQLException {
    asService(
        "insert into holds (id, placed_at, reason, placed_by, "
            + columns
            + ") values (gen_random_uuid(), now(), 'case 7', 'ada', "
            + values
            + ")");
  }

  void assertNothingIsThere() throws Exception {
    assertThat(file()).doesNotExist();
    assertThat(Path.of(file() + ".part")).doesNotExist();
    assertThat(ask("select count(*) from archives where month = '" + day() + "'")).isEqualTo("0");
  }

  /// Nobody can drop what somebody reads, and nobody waits for it for long.
  void runWhileSomebodyReads() throws Exception {
    try (Connection reader = postgres.connectAsOwner();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("select count(*) from decisions");
      assertThat(run().why()).contains("lock timeout");
      reader.rollback();
    }
  }

  /// A text of evidence that is not erased.
  public void text(UUID decision, String evidence) throws SQLException {
    asService(
        "insert into evidence_texts (decision_id, key_id, ordinal, path, evidence_id, masked, salt,"
            + " seed, lookup, sealed) values ('"
            + decision
            + "', 1, 0, '/evidence/0/text', '"
            + evidence
            + "', '{}', '', '', '', '')");
  }
}
