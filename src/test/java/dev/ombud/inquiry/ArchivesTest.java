package dev.ombud.inquiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import dev.ombud.audit.AuditLog;
import dev.ombud.audit.DecisionRow;
import dev.ombud.audit.EventQuery;
import dev.ombud.audit.EventRow;
import dev.ombud.contract.Json;
import dev.ombud.domain.ServiceException;
import dev.ombud.domain.Sha256;
import dev.ombud.domain.TimeIds;
import dev.ombud.inquiry.Archives.Outcome;
import dev.ombud.testing.History;
import dev.ombud.testing.Load;
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
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Goal: no decision leaves the database before a file that was read back has it, whatever breaks,
/// and whatever broke, running again finishes. Method: a real database and real files; each test
/// has a month of its own long ago and breaks something: the disk, the file, a right, a row.
final class ArchivesTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final YearMonth now = YearMonth.now(ZoneOffset.UTC);

  /// Each test takes a month, and its rows make the partitions around it.
  private static int monthsTaken;

  @TempDir Path folder;

  private final AuditLog log = new AuditLog(POSTGRES.database());
  private final YearMonth month = now.minusMonths(6 + 5L * monthsTaken++);
  private final ArchiveStore store = new ArchiveStore(POSTGRES.database());

  private Archives archives(Path into) {
    return new Archives(
        POSTGRES.database(), log, new TimeIds(Clock.systemUTC()), Clock.systemUTC(), into, 1);
  }

  /// What comes of this test's month.
  private Outcome run() throws SQLException, InterruptedException {
    return archives(folder).run().stream()
        .filter(outcome -> outcome.month().equals(month))
        .findFirst()
        .orElseThrow();
  }

  private List<DecisionRow> rows(int count) {
    List<DecisionRow> rows = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      rows.add(Rows.row(start().plusSeconds(60L * number), number));
    }
    return rows;
  }

  private Instant start() {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private List<DecisionRow> seal(int count) {
    List<DecisionRow> rows = rows(count);
    Rows.seal(POSTGRES.database(), rows);
    return rows;
  }

  private Path file() {
    return new ArchiveFile(folder, month).path();
  }

  private static String unpacked(Path file) throws IOException {
    try (ZstdInputStream in = new ZstdInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void assertGone() throws SQLException {
    assertThat(ask("select to_regclass('public.decisions_" + suffix() + "')")).isEqualTo("null");
    assertThat(ask("select to_regclass('public.records_" + suffix() + "')")).isEqualTo("null");
    assertThat(ask("select dropped_at is not null from archives where month = '" + day() + "'"))
        .isEqualTo("t");
  }

  private void assertStays(int count) throws SQLException {
    assertThat(ask("select count(*) from decisions_" + suffix())).isEqualTo("" + count);
    assertThat(ask("select count(*) from records_" + suffix())).isEqualTo("" + count);
  }

  private String suffix() {
    return month.toString().replace('-', '_');
  }

  private String day() {
    return month.atDay(1).toString();
  }

  private static String ask(String sql) throws SQLException {
    try (Connection connection = POSTGRES.connectAsOwner();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "nothing";
    }
  }

  private static void change(String sql) throws SQLException {
    try (Connection connection = POSTGRES.connectAsOwner();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void putsAMonthIntoAFileAndLetsItGo() throws Exception {
    List<DecisionRow> rows = seal(ExportStore.PAGE_ROWS + 500);
    assertThat(run()).isEqualTo(new Outcome(month, true, ""));
    assertGone();
    String lines = unpacked(file());
    assertThat(lines.lines().map(line -> line.replaceFirst("\\{\"leafIndex\":\\d+,\"leaf\":", "")))
        .containsExactlyElementsOf(rows.stream().map(row -> text(row.leaf()) + "}").toList());
    assertThat(ask("select records from archives where month = '" + day() + "'"))
        .isEqualTo("" + rows.size());
    String digest = HexFormat.of().formatHex(Sha256.of(lines));
    Map<?, ?> manifest =
        Json.readMembers(Files.readAllBytes(new ArchiveFile(folder, month).manifest()));
    assertThat(manifest.get("sha256")).isEqualTo(digest);
    assertThat(manifest.get("count")).isEqualTo((long) rows.size());
    assertThat(events()).containsExactly("DECISIONS_RETIRED " + digest, "ARCHIVED " + digest);
    assertThat(ask("select count(*) from log_leaves where record_id = '" + rows.get(7).id() + "'"))
        .isEqualTo("1");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
    }
    assertThat(archives(folder).run()).noneMatch(outcome -> outcome.month().equals(month));
  }

  private List<String> events() {
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
    return log.find(query).items().stream().map(ArchivesTest::event).toList();
  }

  private static String event(EventRow row) {
    return row.kind()
        + " "
        + Json.readMembers(row.detail().getBytes(StandardCharsets.UTF_8)).get("sha256");
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  @Test
  void keepsWhatIsNotDue() throws Exception {
    seal(1);
    for (Outcome outcome : archives(folder).run()) {
      assertThat(outcome.month()).isBefore(now.minusMonths(1));
    }
    assertThat(ask("select to_regclass('public.decisions_" + name(now) + "')"))
        .isNotEqualTo("null");
    assertThat(ask("select to_regclass('public.decisions_" + name(now.minusMonths(1)) + "')"))
        .isNotEqualTo("null");
    Archives forEver =
        new Archives(
            POSTGRES.database(), log, new TimeIds(Clock.systemUTC()), Clock.systemUTC(), folder, 0);
    assertThat(forEver.run()).isEmpty();
  }

  private static String name(YearMonth month) {
    return month.toString().replace('-', '_');
  }

  @Test
  void theDatabaseRefusesByItself() throws Exception {
    seal(3);
    assertThatThrownBy(() -> retire(month)).hasMessageContaining("it is not archived");
    archived(month, 2);
    assertThatThrownBy(() -> retire(month)).hasMessageContaining("has 3 rows, the archive has 2");
    archived(now.minusMonths(1), 0);
    assertThatThrownBy(() -> retire(now.minusMonths(1)))
        .hasMessageContaining("it ended less than a month ago");
    assertThatThrownBy(() -> asService("drop table decisions_" + suffix()))
        .hasMessageContaining("must be owner");
    assertThatThrownBy(() -> asService("update archives set dropped_at = now()"))
        .hasMessageContaining("permission denied");
    assertStays(3);
    change(
        "delete from archives where month in ('"
            + day()
            + "', '"
            + now.minusMonths(1).atDay(1)
            + "')");
    assertThat(run().isGone()).isTrue();
    assertThatThrownBy(() -> retire(month)).hasMessageContaining("it is gone already");
  }

  private static void archived(YearMonth month, int records) throws SQLException {
    asService(
        "insert into archives (month, archived_at, records, bytes, path, digest) values ('"
            + month.atDay(1)
            + "', now(), "
            + records
            + ", 0, '', sha256(''))");
  }

  private static void retire(YearMonth month) throws SQLException {
    asService("select ombud_retire_month('" + month.atDay(1) + "')");
  }

  private static void asService(String sql) throws SQLException {
    try (Connection connection = POSTGRES.database().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void keepsWhatALegalHoldNames() throws Exception {
    List<DecisionRow> rows = seal(5);
    text(rows.get(2).id(), "rv-" + month);
    checkHeld("product", "'shop'");
    checkHeld("decision_id", "'" + rows.get(4).id() + "'");
    checkHeld("range_from, range_to", "'" + day() + "', '" + day() + "'::date + 1");
    checkHeld("evidence_id", "'rv-" + month + "'");
    checkHeld("product, evidence_id", "'shop', 'rv-" + month + "'");
    // What matches nothing of it keeps nothing of it.
    hold("product, decision_id", "'other', '" + rows.get(4).id() + "'");
    hold("range_from", "'" + month.plusMonths(1).atDay(1) + "'");
    assertThat(run().isGone()).isTrue();
    assertGone();
    change("update holds set released_at = now(), released_by = 'x' where released_at is null");
  }

  private void checkHeld(String columns, String values) throws Exception {
    hold(columns, values);
    Outcome outcome = run();
    assertThat(outcome.isGone()).as(columns).isFalse();
    assertThat(outcome.why()).startsWith("hold ").endsWith(" keeps it");
    assertStays(5);
    archived(month, 5);
    assertThatThrownBy(() -> retire(month)).hasMessageContaining("keeps it");
    change("delete from archives where month = '" + day() + "'");
    change("update holds set released_at = now(), released_by = 'x' where released_at is null");
  }

  private static void hold(String columns, String values) throws SQLException {
    asService(
        "insert into holds (id, placed_at, reason, placed_by, "
            + columns
            + ") values (gen_random_uuid(), now(), 'case 7', 'ada', "
            + values
            + ")");
  }

  private static void text(UUID decision, String evidence) throws SQLException {
    asService(
        "insert into evidence_texts (decision_id, key_id, ordinal, path, evidence_id, masked, salt,"
            + " seed, lookup, sealed) values ('"
            + decision
            + "', 1, 0, '/evidence/0/text', '"
            + evidence
            + "', '{}', '', '', '', '')");
  }

  @Test
  void keepsTextsUntilTheyAreErased() throws Exception {
    List<DecisionRow> rows = seal(2);
    text(rows.get(0).id(), "rv-1");
    assertThat(run().isGone()).isTrue();
    assertThat(ask("select count(*) from evidence_texts_" + suffix())).isEqualTo("1");
    change(
        "update evidence_texts set erased_at = now(), salt = null, seed = null, lookup = null,"
            + " sealed = null where decision_id = '"
            + rows.get(0).id()
            + "'");
    archives(folder).run();
    assertThat(ask("select to_regclass('public.evidence_texts_" + suffix() + "')"))
        .isEqualTo("null");
  }

  @Test
  void tellsOfARowThatIsNotWhatWasSealedAndKeepsIt() throws Exception {
    List<DecisionRow> rows = seal(4);
    change("update decisions set owner_team = 'nobody' where id = '" + rows.get(1).id() + "'");
    Outcome outcome = run();
    assertThat(outcome.isGone()).isFalse();
    assertThat(outcome.why()).contains("is not what was sealed");
    assertStays(4);
    assertNothingIsThere();
    change("update decisions set owner_team = 'payments' where id = '" + rows.get(1).id() + "'");
    assertThat(run().isGone()).isTrue();
  }

  private void assertNothingIsThere() throws Exception {
    assertThat(file()).doesNotExist();
    assertThat(Path.of(file() + ".part")).doesNotExist();
    assertThat(ask("select count(*) from archives where month = '" + day() + "'")).isEqualTo("0");
  }

  @Test
  void waitsForWhatIsNotSealedYet() throws Exception {
    List<DecisionRow> rows = rows(3);
    Rows.seal(POSTGRES.database(), rows.subList(0, 2));
    Rows.record(POSTGRES.database(), rows.subList(2, 3));
    Outcome outcome = run();
    assertThat(outcome.why()).contains("has 2 decisions, the database has 3");
    assertStays(3);
    assertNothingIsThere();
    change("delete from decisions where id = '" + rows.get(2).id() + "'");
    change("delete from records where id = '" + rows.get(2).id() + "'");
    assertThat(run().isGone()).isTrue();
  }

  @Test
  void survivesAFullDisk() throws Exception {
    seal(200);
    Path part = Path.of(file() + ".part");
    Files.createSymbolicLink(part, Path.of("/dev/full"));
    Outcome outcome = run();
    assertThat(outcome.isGone()).isFalse();
    assertThat(outcome.why()).contains("No space left on device");
    assertStays(200);
    assertNothingIsThere();
    assertThat(run().isGone()).isTrue();
    assertThat(unpacked(file()).lines()).hasSize(200);
  }

  @Test
  void survivesAFolderThatIsNone() throws Exception {
    seal(1);
    Path none = Files.writeString(folder.resolve("none"), "");
    assertThat(archives(none).run())
        .filteredOn(outcome -> outcome.month().equals(month))
        .singleElement()
        .satisfies(outcome -> assertThat(outcome.isGone()).isFalse());
    assertStays(1);
    assertThat(run().isGone()).isTrue();
  }

  @Test
  void goesOnAfterACrashInTheMiddleOfTheFile() throws Exception {
    seal(10);
    Files.writeString(Path.of(file() + ".part"), "half a fi");
    assertThat(run().isGone()).isTrue();
    assertThat(unpacked(file()).lines()).hasSize(10);
  }

  @Test
  void goesOnAfterACrashBeforeTheRecord() throws Exception {
    seal(10);
    change("revoke insert on audit_events from ombud_service");
    assertThat(run().why()).contains("permission denied");
    assertThat(file()).exists();
    assertThat(ask("select count(*) from archives where month = '" + day() + "'")).isEqualTo("0");
    assertStays(10);
    change("grant insert on audit_events to ombud_service");
    assertThat(run().isGone()).isTrue();
    assertThat(events()).hasSize(2);
  }

  @Test
  void goesOnAfterACrashBeforeTheDropAlsoWithADamagedFile() throws Exception {
    seal(10);
    runWhileSomebodyReads();
    assertStays(10);
    assertThat(events()).hasSize(1);
    byte[] bytes = Files.readAllBytes(file());
    bytes[bytes.length / 2] ^= 1;
    Files.write(file(), bytes);
    runWhileSomebodyReads();
    assertThat(unpacked(file()).lines()).as("written anew").hasSize(10);
    Files.delete(file());
    assertThat(run().isGone()).isTrue();
    assertThat(unpacked(file()).lines()).hasSize(10);
    assertThat(events()).hasSize(2);
  }

  /// Nobody can drop what somebody reads, and nobody waits for it for long.
  private void runWhileSomebodyReads() throws Exception {
    try (Connection reader = POSTGRES.connectAsOwner();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("select count(*) from decisions");
      assertThat(run().why()).contains("lock timeout");
      reader.rollback();
    }
  }

  @Test
  void saysSoWhereAnArchivedAggregateIsPostedAgain() throws Exception {
    List<DecisionRow> rows = seal(1);
    String aggregate = Load.aggregate("again-" + month);
    History.decide(POSTGRES.database(), List.of(aggregate));
    change(
        "update aggregate_keys set decision_id = '"
            + rows.getFirst().id()
            + "' where aggregate_id = 'again-"
            + month
            + "'");
    assertThat(run().isGone()).isTrue();
    assertThatThrownBy(() -> History.decide(POSTGRES.database(), List.of(aggregate)))
        .hasRootCauseInstanceOf(ServiceException.class)
        .hasMessageContaining("which is archived: raise `revision`");
  }

  @Test
  void oneInstanceIsAtIt() throws Exception {
    seal(1);
    assertThat(store.alone(() -> archives(folder).run())).contains(List.of());
    assertStays(1);
    assertThat(run().isGone()).isTrue();
  }

  @Test
  void noticesEveryDamageToAFile() throws Exception {
    seal(30);
    runWhileSomebodyReads();
    checkRefused("is no line of an archive", lines -> lines.set(3, "x"));
    checkRefused(
        "is no line of an archive", lines -> lines.set(3, lines.get(3).replace("leafI", "i")));
    checkRefused("is not what was sealed", lines -> lines.set(3, lines.get(3).replace("P4", "P1")));
    checkRefused("is not what was sealed", lines -> lines.set(3, lines.get(3) + " }"));
    checkRefused("does not stand in its place", lines -> Collections.swap(lines, 3, 4));
    checkRefused("repeats a leaf", lines -> lines.add(4, lines.get(3)));
    checkRefused(
        "is not what was sealed",
        lines -> {
          String other = lines.get(5).replaceFirst(",\"leaf\".*", "");
          lines.set(
              3, lines.get(3).replaceFirst("\\{\"leafIndex\":\\d+", other.replace("{", "\\{")));
          lines.remove(5);
        });
    checkRefused("29 decisions, the database has 30", lines -> lines.remove(3));
    assertThat(run().isGone()).isTrue();
  }

  @FunctionalInterface
  private interface Edit {
    void apply(List<String> lines);
  }

  private void checkRefused(String why, Edit edit) throws Exception {
    List<String> lines = new ArrayList<>(unpacked(file()).lines().toList());
    UnaryOperator<List<String>> copy = ArrayList::new;
    List<String> edited = copy.apply(lines);
    edit.apply(edited);
    byte[] bytes = (String.join("\n", edited) + "\n").getBytes(StandardCharsets.UTF_8);
    Path other = Files.createDirectories(folder.resolve("edited"));
    ArchiveFile archive = new ArchiveFile(other, month);
    Files.write(archive.path(), Zstd.compress(bytes));
    UUID from = new UUID(start().toEpochMilli() << 16, 0);
    UUID to =
        new UUID(
            month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()
                << 16,
            0);
    if (why.contains("the database has")) {
      assertThat(archive.verify(store, from, to).records()).isEqualTo(lines.size() - 1);
    } else {
      assertThatThrownBy(() -> archive.verify(store, from, to)).hasMessageContaining(why);
    }
  }
}
