package dev.ombud.decide.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.space.Box;
import dev.ombud.decide.space.RegionSearch;
import dev.ombud.decide.space.Subject;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.ground.field.Facts;
import dev.ombud.testing.Property;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Gaps are exact: the property tries every input of small tables.
@Tag("property")
final class GapTest {
  @Test
  void findsWhatLiesBetweenTwoRanges() {
    check(
        "in cluster.confidence | out severity",
        "no row matches for example with `cluster.confidence` 0.5: add the row: [0.5..0.85]",
        "SEV-001 | < 0.5 | P1 |",
        "SEV-002 | > 0.85 | P2 |");
  }

  @Test
  void findsNothingBetweenWholeNumbers() {
    check(
        "in signal.confirmingMetrics | out severity",
        "",
        "SEV-001 | <= 9 | P1 |",
        "SEV-002 | >= 10 | P2 |");
  }

  @Test
  void findsWhatIsNotKnown() {
    check(
        "in cluster.novelty | out severity",
        "no row matches for example with `cluster.novelty` not known: only - holds for what is not"
            + " known, so write the hit policy FIRST and add as last the row: -",
        "SEV-001 | < 0.5 | P1 |",
        "SEV-002 | >= 0.5 | P2 |");
  }

  @Test
  void findsWordsThatOnlyCallersKnow() {
    check(
        "in release.version | in product | out severity",
        "no row matches for example with `release.version` another text: add the row:"
            + " not(\"a\",\"b\") | -\n"
            + "no row matches for example with `release.version` not known: only - holds for what"
            + " is not known, so write the hit policy FIRST and add as last the row: - | -",
        "SEV-001 | \"a\" | - | P1 |",
        "SEV-002 | \"b\" | - | P2 |");
  }

  @Test
  void knowsThatACaseHasSeveralCategories() {
    check(
        "in cluster.categories | in signal.surge | out severity",
        "no row matches for example with `cluster.categories` bug, `signal.surge` false:"
            + " add the row: \"bug\" | false",
        "SEV-001 | not(\"bug\") | - | P1 |",
        "SEV-002 | \"bug\" | true | P2 |");
  }

  @Test
  void isWideInEveryColumnInWhichItCanBe() {
    check(
        "in cluster.confidence | in signal.surge | in severity | out mitigation.tier",
        "no row matches for example with `signal.surge` false: add the row: - | false | -",
        "MIT-001 | >= 0.5 | true | - | NONE |",
        "MIT-002 | < 0.5 | true | \"P1\" | NONE |",
        "MIT-003 | < 0.5 | true | not(\"P1\") | NONE |");
  }

  @Test
  void saysThatThereAreMore() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      rows.add("SEV-%03d | %d | P1 |".formatted(i, 3 * i));
    }
    DecisionTable table =
        Tables.of("FIRST", "in volume.count | out severity", rows.toArray(String[]::new));
    // One gap holds them all, since a cell can list intervals.
    assertThat(Tables.findings(table, Gap.CODE)).hasSize(1);
  }

  @Test
  void isNoMistakeWhereAllMatchingRowsCount() {
    for (String policy : List.of("COLLECT", "RULE ORDER")) {
      DecisionTable table =
          Tables.of(policy, "in signal.surge | out action", "RUN-001 | true | NOTIFY |");
      assertThat(Tables.findings(table)).isEmpty();
    }
  }

  @Test
  void isExact() {
    Property.forAll(
        (random, size) ->
            Tables.random(
                random, size, HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.PRIORITY, HitPolicy.ANY),
        GapTest::checkExact);
  }

  private static void checkExact(DecisionTable table) {
    Subject subject = Subject.of(table);
    List<Box> gaps = Gap.find(subject, new RegionSearch(Long.MAX_VALUE), Integer.MAX_VALUE);
    List<Row> closing = new ArrayList<>();
    for (Box gap : gaps) {
      assertThat(subject.boxes()).noneMatch(gap::touches);
      Row row = closingRow(subject, gap);
      Facts example = subject.space().example(gap);
      assertThat(Tables.matching(table, example)).isEmpty();
      assertThat(row.matches(example)).isTrue();
      boolean exact =
          subject.boxes().stream().noneMatch(Gap.closing(subject, cells(subject, gap))::touches);
      for (Facts input : Tables.inputs(table)) {
        if (exact && row.matches(input)) {
          assertThat(Tables.matching(table, input)).isEmpty();
        }
      }
      closing.add(row);
    }
    List<Row> all = new ArrayList<>(table.rows());
    all.addAll(closing);
    boolean complete = true;
    for (Facts input : Tables.inputs(table)) {
      complete &= !Tables.matching(table, input).isEmpty();
      assertThat(Tables.matching(Tables.with(table, all), input)).isNotEmpty();
    }
    assertThat(gaps.isEmpty()).isEqualTo(complete);
  }

  private static List<String> cells(Subject subject, Box gap) {
    return subject.space().cells(gap, subject.table());
  }

  private static Row closingRow(Subject subject, Box gap) {
    List<UnaryTest> tests = new ArrayList<>();
    List<String> cells = cells(subject, gap);
    for (int i = 0; i < cells.size(); i++) {
      tests.add(Tables.test(subject.table().inputs().get(i).field(), cells.get(i)));
    }
    return new Row("GAP-001", 99, "A99", tests, List.of("AUTOMATIC", 1.0), "");
  }

  private static void check(String header, String expected, String... rows) {
    DecisionTable table = Tables.of("UNIQUE", header, rows);
    assertThat(Tables.findings(table, Gap.CODE).stream().map(each -> each.message()))
        .containsExactlyElementsOf(expected.lines().toList());
  }
}
