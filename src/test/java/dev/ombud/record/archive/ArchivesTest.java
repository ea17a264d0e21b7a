package dev.ombud.record.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.json.Json;
import dev.ombud.record.archive.Archives.Outcome;
import dev.ombud.record.export.ExportStore;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.replay.ArchiveMonth;
import dev.ombud.record.search.Criterion;
import dev.ombud.record.search.DecisionFilter;
import dev.ombud.record.search.FacetCount;
import dev.ombud.record.search.FacetQuery;
import dev.ombud.record.search.Facets;
import dev.ombud.testing.History;
import dev.ombud.testing.Load;
import dev.ombud.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.YearMonth;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a month leaves the database for a file that has all of it, when it is due, and never
/// otherwise. Method: a real database and real files; what the service itself may not do is tried
/// as the service.
final class ArchivesTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @TempDir Path folder;

  private ArchiveMonth old;

  @BeforeEach
  void begin() {
    old = new ArchiveMonth(POSTGRES, folder);
  }

  @Test
  void putsAMonthIntoAFileAndLetsItGo() throws Exception {
    List<DecisionRow> rows = old.seal(ExportStore.PAGE_ROWS + 500);
    assertThat(old.run()).isEqualTo(new Outcome(old.month, true, ""));
    old.assertGone();
    String lines = ArchiveMonth.unpacked(old.file());
    assertThat(lines.lines().map(line -> line.replaceFirst("\\{\"leafIndex\":\\d+,\"leaf\":", "")))
        .containsExactlyElementsOf(rows.stream().map(row -> text(row.leaf()) + "}").toList());
    assertThat(old.ask("select records from archives where month = '" + old.day() + "'"))
        .isEqualTo("" + rows.size());
    String digest = HexFormat.of().formatHex(Sha256.of(lines));
    Map<?, ?> manifest =
        Json.readMembers(Files.readAllBytes(new ArchiveFile(folder, old.month).manifest()));
    assertThat(manifest.get("sha256")).isEqualTo(digest);
    assertThat(manifest.get("count")).isEqualTo((long) rows.size());
    assertThat(old.events()).containsExactly("DECISIONS_RETIRED " + digest, "ARCHIVED " + digest);
    assertThat(
            old.ask("select count(*) from log_leaves where record_id = '" + rows.get(7).id() + "'"))
        .isEqualTo("1");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
    }
    assertThat(old.archives(folder).run()).noneMatch(outcome -> outcome.month().equals(old.month));
  }

  @Test
  void facetsCountNoMonthThatIsGone() throws Exception {
    FacetCount counts = new FacetCount(POSTGRES.database());
    FacetQuery everything = new FacetQuery(DecisionFilter.ALL, 500);
    // What every decision has is subtracted, and what only those of the month had goes away.
    old.count("all", 7, 3);
    old.count("rule=only-then", 7, 0);
    counts.keep();
    Facets before = counts.count(everything);
    old.seal(5);
    assertThat(old.run()).isEqualTo(new Outcome(old.month, true, ""));
    Facets after = counts.count(everything);
    assertThat(before.decisions() - after.decisions()).isEqualTo(7);
    assertThat(before.facets().get(Criterion.RULE).values())
        .contains(new Facets.Count("only-then", 7));
    assertThat(after.facets().get(Criterion.RULE).values())
        .doesNotContain(new Facets.Count("only-then", 7));
  }

  @Test
  void keepsWhatIsNotDue() throws Exception {
    old.seal(1);
    for (Outcome outcome : old.archives(folder).run()) {
      assertThat(outcome.month()).isBefore(old.now.minusMonths(1));
    }
    assertThat(old.ask("select to_regclass('public.decisions_" + name(old.now) + "')"))
        .isNotEqualTo("null");
    assertThat(
            old.ask("select to_regclass('public.decisions_" + name(old.now.minusMonths(1)) + "')"))
        .isNotEqualTo("null");
    Archives forEver =
        new Archives(
            POSTGRES.database(), new TimeIds(Clock.systemUTC()), Clock.systemUTC(), folder, 0);
    assertThat(forEver.run()).isEmpty();
  }

  @Test
  void theDatabaseRefusesByItself() throws Exception {
    old.seal(3);
    assertThatThrownBy(() -> old.retire(old.month)).hasMessageContaining("it is not archived");
    old.archived(old.month, 2);
    assertThatThrownBy(() -> old.retire(old.month))
        .hasMessageContaining("has 3 rows, the archive has 2");
    old.archived(old.now.minusMonths(1), 0);
    assertThatThrownBy(() -> old.retire(old.now.minusMonths(1)))
        .hasMessageContaining("it ended less than a month ago");
    assertThatThrownBy(() -> old.asService("drop table decisions_" + old.suffix()))
        .hasMessageContaining("must be owner");
    assertThatThrownBy(() -> old.asService("update archives set dropped_at = now()"))
        .hasMessageContaining("permission denied");
    old.assertStays(3);
    old.change(
        "delete from archives where month in ('"
            + old.day()
            + "', '"
            + old.now.minusMonths(1).atDay(1)
            + "')");
    assertThat(old.run().isGone()).isTrue();
    assertThatThrownBy(() -> old.retire(old.month)).hasMessageContaining("it is gone already");
  }

  @Test
  void keepsWhatALegalHoldNames() throws Exception {
    List<DecisionRow> rows = old.seal(5);
    old.text(rows.get(2).id(), "rv-" + old.month);
    checkHeld("product", "'shop'");
    checkHeld("decision_id", "'" + rows.get(4).id() + "'");
    checkHeld("range_from, range_to", "'" + old.day() + "', '" + old.day() + "'::date + 1");
    checkHeld("evidence_id", "'rv-" + old.month + "'");
    checkHeld("product, evidence_id", "'shop', 'rv-" + old.month + "'");
    // What matches nothing of it keeps nothing of it.
    old.hold("product, decision_id", "'other', '" + rows.get(4).id() + "'");
    old.hold("range_from", "'" + old.month.plusMonths(1).atDay(1) + "'");
    assertThat(old.run().isGone()).isTrue();
    old.assertGone();
    old.change("update holds set released_at = now(), released_by = 'x' where released_at is null");
  }

  @Test
  void keepsTextsUntilTheyAreErased() throws Exception {
    List<DecisionRow> rows = old.seal(2);
    old.text(rows.get(0).id(), "rv-1");
    assertThat(old.run().isGone()).isTrue();
    assertThat(old.ask("select count(*) from evidence_texts_" + old.suffix())).isEqualTo("1");
    old.change(
        "update evidence_texts set erased_at = now(), salt = null, seed = null, lookup = null,"
            + " sealed = null where decision_id = '"
            + rows.get(0).id()
            + "'");
    old.archives(folder).run();
    assertThat(old.ask("select to_regclass('public.evidence_texts_" + old.suffix() + "')"))
        .isEqualTo("null");
  }

  @Test
  void saysSoWhereAnArchivedAggregateIsPostedAgain() throws Exception {
    List<DecisionRow> rows = old.seal(1);
    String aggregate = Load.aggregate("again-" + old.month);
    History.decide(POSTGRES.database(), List.of(aggregate));
    old.change(
        "update aggregate_keys set decision_id = '"
            + rows.getFirst().id()
            + "' where aggregate_id = 'again-"
            + old.month
            + "'");
    assertThat(old.run().isGone()).isTrue();
    assertThatThrownBy(() -> History.decide(POSTGRES.database(), List.of(aggregate)))
        .hasRootCauseInstanceOf(ServiceException.class)
        .hasMessageContaining("which is archived: raise `revision`");
  }

  @Test
  void oneInstanceIsAtIt() throws Exception {
    old.seal(1);
    assertThat(old.store.alone(() -> old.archives(folder).run())).contains(List.of());
    old.assertStays(1);
    assertThat(old.run().isGone()).isTrue();
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static String name(YearMonth month) {
    return month.toString().replace('-', '_');
  }

  private void checkHeld(String columns, String values) throws Exception {
    old.hold(columns, values);
    Outcome outcome = old.run();
    assertThat(outcome.isGone()).as(columns).isFalse();
    assertThat(outcome.why()).startsWith("hold ").endsWith(" keeps it");
    old.assertStays(5);
    old.archived(old.month, 5);
    assertThatThrownBy(() -> old.retire(old.month)).hasMessageContaining("keeps it");
    old.change("delete from archives where month = '" + old.day() + "'");
    old.change("update holds set released_at = now(), released_by = 'x' where released_at is null");
  }
}
