package dev.ombud.record.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.json.Json;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.log.JobStore;
import dev.ombud.record.log.MerkleTree;
import dev.ombud.record.replay.Rows;
import dev.ombud.record.search.DecisionFilter;
import dev.ombud.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: an export holds every sealed decision of a query once, byte for byte, and its manifest
/// tells what went out, whatever happens on the way. Method: a real database, more rows than a page
/// has, and targets that read, wait, change their mind or leave.
final class ExportTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");
  private static final int COUNT = 3 * ExportStore.PAGE_ROWS + 17;

  private static final List<DecisionRow> ROWS = new ArrayList<>();

  private final AuditLog log = new AuditLog(POSTGRES.database());
  private final Exports exports =
      new Exports(
          POSTGRES.database(),
          new JobStore(POSTGRES.database()),
          log,
          new TimeIds(Clock.systemUTC()),
          Clock.systemUTC());

  @BeforeAll
  static void decide() {
    for (int number = 0; number < COUNT; number++) {
      ROWS.add(
          Rows.with(
              MORNING.plusSeconds(number),
              number,
              number % 10 == 0 ? "app" : "shop",
              number % 7 == 0 ? null : "summary \"" + number + "\", \u00e9\n=1",
              number % 11 == 0 ? List.of() : List.of("rule=r" + number % 4, "category=x")));
    }
    Rows.seal(POSTGRES.database(), ROWS);
  }

  /// Collects an export.
  private static final class Collected implements Exports.Target {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void take(byte[] from, int start, int length) {
      bytes.write(from, start, length);
    }
  }

  private byte[] export(ExportFormat format, DecisionFilter filter) throws InterruptedException {
    Collected collected = new Collected();
    exports.begin(format, filter, false, "ada").run(collected);
    return collected.bytes.toByteArray();
  }

  private static DecisionFilter filter(String name, String value) {
    return DecisionFilter.read(each -> each.equals(name) ? List.of(value) : List.of());
  }

  @Test
  void holdsEveryDecisionByteForByteInTheOrderOfIdentities() throws InterruptedException {
    List<String> lines = lines(export(ExportFormat.NDJSON, DecisionFilter.ALL));
    assertThat(lines).hasSize(COUNT);
    for (int i = 0; i < COUNT; i++) {
      assertThat(lines.get(i))
          .isEqualTo("{\"leafIndex\":" + i + ",\"leaf\":" + text(ROWS.get(i).leaf()) + "}");
    }
  }

  @Test
  void holdsWhatTheQueryAsksFor() throws InterruptedException {
    check(filter("product", "app"), ROWS.stream().filter(row -> row.product().equals("app")));
    check(filter("rule", "r3"), ROWS.stream().filter(row -> row.terms().contains("rule=r3")));
    check(
        filter("from", "2026-03-02T08:30:00Z"),
        ROWS.stream().filter(row -> !row.decidedAt().isBefore(MORNING.plusSeconds(1_800))));
    check(
        filter("to", "2026-03-02T08:30:00Z"),
        ROWS.stream().filter(row -> row.decidedAt().isBefore(MORNING.plusSeconds(1_800))));
    check(filter("product", "none"), java.util.stream.Stream.empty());
  }

  private void check(DecisionFilter filter, java.util.stream.Stream<DecisionRow> expected)
      throws InterruptedException {
    assertThat(lines(export(ExportFormat.NDJSON, filter)).stream().map(ExportTest::leaf))
        .as(filter.canonical())
        .containsExactlyElementsOf(expected.map(row -> text(row.leaf())).toList());
  }

  private static String leaf(String line) {
    return line.substring(line.indexOf("\"leaf\":") + 7, line.length() - 1);
  }

  @Test
  void recordsAManifestThatTheFileIsCheckedWith() throws InterruptedException {
    Collected collected = new Collected();
    Export export = exports.begin(ExportFormat.NDJSON, filter("product", "app"), false, "ada");
    assertThat(exports.find(export.id())).isEmpty();
    export.run(collected);
    byte[] file = collected.bytes.toByteArray();
    Map<?, ?> manifest = manifest(export);
    assertThat(manifest.get("complete")).isEqualTo(true);
    assertThat(manifest.get("count")).isEqualTo((long) lines(file).size());
    assertThat(manifest.get("bytes")).isEqualTo((long) file.length);
    assertThat(manifest.get("sha256")).isEqualTo(HexFormat.of().formatHex(Sha256.of(file)));
    assertThat(manifest.get("parts")).isEqualTo(List.of(crc(file, 0, file.length)));
    assertThat(manifest.get("query")).isEqualTo("product=app");
    assertThat(manifest.get("format")).isEqualTo("ndjson");
    assertThat(manifest.get("rulesets")).isEqualTo(List.of(1L, 2L, 3L));
    assertThat(manifest.get("size")).isEqualTo((long) COUNT);
    assertThat(manifest.get("checkpoint")).isEqualTo("test\n" + COUNT + "\n");
    assertThat(manifest.get("altered")).isEqualTo(0L);
    assertThat(manifest.get("first")).isEqualTo(ROWS.getFirst().id().toString());
    assertThat(log.find(export.id()).orElseThrow().actor()).isEqualTo("ada");
  }

  private Map<?, ?> manifest(Export export) {
    return Json.readMembers(
        exports.find(export.id()).orElseThrow().detail().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void digestsThePartsOfALargeFile() throws InterruptedException {
    Collected collected = new Collected();
    ExportOutput output = new ExportOutput(collected, 1_000);
    byte[] bytes = new byte[2_500];
    Arrays.fill(bytes, (byte) 7);
    output.write(bytes, 900);
    output.write(bytes, 1_600);
    ExportOutput.Digests digests = output.end();
    byte[] all = collected.bytes.toByteArray();
    assertThat(digests.bytes()).isEqualTo(2_500);
    assertThat(digests.sha256()).isEqualTo(HexFormat.of().formatHex(Sha256.of(all)));
    assertThat(digests.parts())
        .containsExactly(crc(all, 0, 1_000), crc(all, 1_000, 2_000), crc(all, 2_000, 2_500));
  }

  private static String crc(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  @Test
  void leavesOutWhatIsSealedLater() throws InterruptedException {
    Export export = exports.begin(ExportFormat.NDJSON, filter("product", "later"), false, "ada");
    Instant evening = MORNING.plusSeconds(40_000);
    DecisionRow late = Rows.with(evening, 1, "later", null, List.of());
    try {
      Rows.seal(POSTGRES.database(), List.of(late));
      Rows.record(POSTGRES.database(), List.of(Rows.with(evening, 2, "later", null, List.of())));
      Collected collected = new Collected();
      export.run(collected);
      assertThat(collected.bytes.size()).isZero();
      assertThat(lines(export(ExportFormat.NDJSON, filter("product", "later")))).hasSize(1);
    } finally {
      forget("delete from decisions where product = 'later'");
      forget("delete from log_leaves where record_id = '" + late.id() + "'");
      forget("delete from checkpoints where size > " + COUNT);
    }
  }

  @Test
  void tellsWhichRowsAreNotWhatWasSealed() throws InterruptedException {
    forget("update decisions set owner_team = 'nobody' where id = '" + ROWS.get(5).id() + "'");
    try {
      Export export = exports.begin(ExportFormat.CSV, DecisionFilter.ALL, false, "ada");
      export.run(new Collected());
      assertThat(manifest(export).get("altered")).isEqualTo(1L);
      assertThat(manifest(export).get("alteredLeaves")).isEqualTo(List.of(5L));
    } finally {
      forget("update decisions set owner_team = 'payments' where id = '" + ROWS.get(5).id() + "'");
    }
  }

  @Test
  void freesEverythingAndRecordsThePartWhenTheReaderLeaves() {
    Export export = exports.begin(ExportFormat.NDJSON, DecisionFilter.ALL, false, "ada");
    int[] taken = {0};
    assertThatThrownBy(() ->
            export.run((bytes, from, length) -> {
              taken[0] += length;
              if (taken[0] > 1_000_000) {
                throw new IllegalStateException("gone");
              }
            }))
        .hasMessage("gone");
    assertThat(POSTGRES.database().activeConnections()).isZero();
    assertThat(manifest(export).get("complete")).isEqualTo(false);
    assertThat((long) manifest(export).get("count")).isPositive().isLessThan(COUNT);
    assertThatRoomIsLeft();
  }

  private void assertThatRoomIsLeft() {
    List<Export> all = new ArrayList<>();
    for (String actor : List.of("ada", "grace")) {
      for (int i = 0; i < Exports.MAX_OF_ONE_CALLER; i++) {
        all.add(exports.begin(ExportFormat.NDJSON, filter("product", "none"), false, actor));
      }
      assertThatThrownBy(() -> exports.begin(ExportFormat.NDJSON, DecisionFilter.ALL, false, actor))
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("2 exports of yours are under way");
    }
    assertThatThrownBy(() -> exports.begin(ExportFormat.NDJSON, DecisionFilter.ALL, false, "joan"))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("4 exports are under way");
    for (Export export : all) {
      try {
        export.run(new Collected());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void holdsNoConnectionWhileTheReaderIsSlow() throws InterruptedException {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Collected collected = new Collected();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                exports
                    .begin(ExportFormat.NDJSON, DecisionFilter.ALL, false, "ada")
                    .run((bytes, from, length) -> {
                      collected.take(bytes, from, length);
                      stuck.countDown();
                      goOn.await();
                    });
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(stuck.await(10, TimeUnit.SECONDS)).isTrue();
    dev.ombud.testing.Condition.await(
        java.time.Duration.ofSeconds(10),
        "no connection is in use",
        () -> POSTGRES.database().activeConnections() == 0);
    goOn.countDown();
    thread.join();
    assertThat(lines(collected.bytes.toByteArray())).hasSize(COUNT);
  }

  private static void forget(String sql) {
    try (Connection connection = POSTGRES.connectAsOwner();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> lines(byte[] ndjson) {
    return text(ndjson).lines().toList();
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  @Test
  void leafHashesAreThoseOfTheLog() throws InterruptedException {
    String csv = text(export(ExportFormat.CSV, filter("product", "app")));
    assertThat(csv).contains(HexFormat.of().formatHex(MerkleTree.leafHash(ROWS.get(10).leaf())));
  }
}
