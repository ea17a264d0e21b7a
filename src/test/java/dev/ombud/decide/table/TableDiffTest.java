package dev.ombud.decide.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.sheet.JsonTable;
import dev.ombud.decide.sheet.Samples;
import dev.ombud.decide.sheet.TableText;
import dev.ombud.decide.table.TableDiff.Change;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Field.FlagType;
import dev.ombud.ground.field.Field.NumberType;
import dev.ombud.ground.field.Field.TextType;
import dev.ombud.ground.field.Field.TextsType;
import dev.ombud.ground.field.Field.WordType;
import dev.ombud.ground.field.Field.WordsType;
import dev.ombud.testing.Lexicons;
import dev.ombud.testing.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Each case bends one thing of a small table and expects exactly these changes; whether a test was
/// widened or narrowed is compared with what single values do.
@Tag("property")
final class TableDiffTest {
  private static final String BEFORE =
      """
      table severity
      hit policy FIRST
      id | in cluster.categories: What | in volume.count: How many | out severity: Severity | note
      SEV-001 | "bug" | >= 5 | P1 | one
      SEV-002 | not("bug") | [2..5) | P2 | two
      SEV-003 | - | - | P3 | three
      SEV-004 | - | < 3 | P4 | four
      """;

  private static void check(String after, String... changes) {
    assertThat(
            diff(
                    TableText.read("severity.xlsx", BEFORE, Lexicons.SHIPPED),
                    TableText.read("severity.xlsx", after, Lexicons.SHIPPED))
                .stream()
                .map(TableDiffTest::line))
        .containsExactly(changes);
  }

  private static List<Change> diff(DecisionTable before, DecisionTable after) {
    return TableDiff.between(Optional.of(before), Optional.of(after)).changes();
  }

  private static String line(Change change) {
    return Stream.of(
            change.kind().name(),
            change.row(),
            change.field(),
            change.cellBefore() + "=" + change.before(),
            change.cellAfter() + "=" + change.after())
        .filter(part -> !part.isEmpty())
        .reduce((first, next) -> first + " | " + next)
        .orElseThrow();
  }

  @Test
  void tellsWidenedNarrowedAndChangedTests() {
    check(
        BEFORE.replace(">= 5", ">= 4"),
        "TEST_WIDENED | SEV-001 | volume.count | C6=>= 5 | C6=>= 4");
    check(
        BEFORE.replace("[2..5)", "[2..4)"),
        "TEST_NARROWED | SEV-002 | volume.count | C7=[2..5) | C7=[2..4)");
    check(
        BEFORE.replace("[2..5)", "[1..4)"),
        "TEST_CHANGED | SEV-002 | volume.count | C7=[2..5) | C7=[1..4)");
    check(
        BEFORE.replace("\"bug\" |", "- |"),
        "TEST_WIDENED | SEV-001 | cluster.categories | B6=\"bug\" | B6=-");
    check(
        BEFORE.replace("not(\"bug\")", "not(\"bug\",\"other\")"),
        "TEST_NARROWED | SEV-002 | cluster.categories | B7=not(\"bug\") | B7=not(\"bug\",\"other\")");
  }

  @Test
  void otherSpellingsOfTheSameAreNoChange() {
    check(BEFORE.replace("[2..5)", "[2..4]"));
    check(BEFORE.replace("[2..5)", "2, 3, 4"));
    check(BEFORE.replace("[2..5)", "(1..5)"));
    check(BEFORE.replace(">= 5", "not(< 5)"));
    check(BEFORE.replace("< 3", "[0..2]"));
    check(BEFORE.replace("\"bug\"", "bug"));
  }

  @Test
  void namesOtherCells() {
    check(BEFORE.replace("P2", "-"), "CONCLUSION_CHANGED | SEV-002 | severity | D7=P2 | D7=-");
    check(BEFORE.replace("| two", "|"), "NOTE_CHANGED | SEV-002 | A7=two | A7=");
    check(BEFORE.replace("FIRST", "RULE ORDER"), "HIT_POLICY_CHANGED | B2=FIRST | B2=RULE ORDER");
    check(
        BEFORE.replace(": How many", ": Count"),
        "LABEL_CHANGED | volume.count | C:C=How many | C:C=Count");
  }

  @Test
  void followsRowsByTheirIds() {
    check(
        BEFORE.replace("SEV-003 | - | - | P3 | three\n", ""),
        "ROW_REMOVED | SEV-003 | A8=-: severity P3 | =");
    check(
        BEFORE.replace("SEV-003 |", "SEV-009 | - | > 7 | - | new\nSEV-003 |"),
        "ROW_ADDED | SEV-009 | = | A8=volume.count > 7: -");
    check(
        BEFORE.replace("SEV-001", "SEV-010"),
        "ROW_REMOVED | SEV-001 | A6=cluster.categories \"bug\", volume.count >= 5: severity P1 | =",
        "ROW_ADDED | SEV-010 | = | A6=cluster.categories \"bug\", volume.count >= 5: severity P1");
  }

  @Test
  void reportsOnlyTheRowsThatMoved() {
    check(
        BEFORE
            .replace("SEV-001 | \"bug\" | >= 5 | P1 | one\n", "")
            .concat("SEV-001 | \"bug\" | >= 5 | P1 | one\n"),
        "ROW_MOVED | SEV-001 | A6=above `SEV-002` | A9=below `SEV-004`");
    check(
        BEFORE
            .replace("SEV-004 | - | < 3 | P4 | four\n", "")
            .replace("SEV-002 |", "SEV-004 | - | < 3 | P3 | four\nSEV-002 |"),
        "ROW_MOVED | SEV-004 | A9=below `SEV-003` | A7=below `SEV-001`, above `SEV-002`",
        "CONCLUSION_CHANGED | SEV-004 | severity | D9=P4 | D7=P3");
  }

  @Test
  void aColumnThatIsNotThereTestsNothing() {
    String added =
        """
        table severity
        hit policy FIRST
        id | in signal.surge: Surge | in volume.count: How many | out severity: Severity | note
        SEV-001 | true | >= 5 | P1 | one
        SEV-002 | - | [2..5) | P2 | two
        SEV-003 | - | - | P3 | three
        SEV-004 | - | < 3 | P4 | four
        """;
    check(
        added,
        "COLUMN_ADDED | signal.surge | = | B:B=in",
        "COLUMN_REMOVED | cluster.categories | B:B=in | =",
        "TEST_NARROWED | SEV-001 | signal.surge | =- | B6=true",
        "TEST_WIDENED | SEV-001 | cluster.categories | B6=\"bug\" | =-",
        "TEST_WIDENED | SEV-002 | cluster.categories | B7=not(\"bug\") | =-");
    assertThat(
            diff(
                    TableText.read("x", BEFORE, Lexicons.SHIPPED),
                    TableText.read(
                        "x",
                        BEFORE
                            .replace("out severity: Severity |", "out owner.team: Team |")
                            .replaceAll("P[1-4]", "-"),
                        Lexicons.SHIPPED))
                .stream()
                .map(change -> change.kind().name()))
        .containsExactly(
            "COLUMN_ADDED",
            "COLUMN_REMOVED",
            "CONCLUSION_CHANGED",
            "CONCLUSION_CHANGED",
            "CONCLUSION_CHANGED",
            "CONCLUSION_CHANGED");
  }

  @Test
  void aTableMayComeOrGo() {
    Optional<DecisionTable> table = Optional.of(TableText.read("x", BEFORE, Lexicons.SHIPPED));
    assertThat(TableDiff.between(Optional.empty(), table).changes())
        .extracting(TableDiffTest::line)
        .containsExactly("TABLE_ADDED | = | B1=severity");
    assertThat(TableDiff.between(table, Optional.empty()).changes())
        .extracting(TableDiffTest::line)
        .containsExactly("TABLE_REMOVED | B1=severity | =");
    assertThat(TableDiff.between(Optional.empty(), Optional.empty()).isEmpty()).isTrue();
    assertThat(TableDiff.between(table, table).isEmpty()).isTrue();
  }

  @Test
  void thePlaceAndTheFormOfATableDoNotMatter() {
    Property.forAll(
        Samples::table,
        table -> {
          DecisionTable json =
              JsonTable.read("x.json", JsonTable.write(table), Lexicons.SHIPPED)
                  .table()
                  .orElseThrow();
          assertThat(diff(table, json)).isEmpty();
          assertThat(diff(json, table)).isEmpty();
        });
  }

  @Test
  void reportsTheFewestMoves() {
    Property.forAll(
        (random, size) -> {
          List<Integer> order = new ArrayList<>();
          for (int i = 0; i < 1 + size / 6; i++) {
            order.add(i);
          }
          Collections.shuffle(order, random);
          return order;
        },
        order -> {
          List<Integer> sorted = order.stream().sorted().toList();
          List<Change> moves = diff(ordered(sorted), ordered(order));
          Set<String> moved = new HashSet<>(moves.stream().map(Change::row).toList());
          List<Integer> rest =
              order.stream().filter(i -> !moved.contains("SEV-%03d".formatted(i))).toList();
          assertThat(moves).allMatch(change -> change.kind() == TableDiff.Kind.ROW_MOVED);
          assertThat(rest).isSorted().hasSize(longestRun(order));
        });
  }

  private static DecisionTable ordered(List<Integer> order) {
    StringBuilder text = new StringBuilder(BEFORE.substring(0, BEFORE.indexOf("SEV-001")));
    order.forEach(i -> text.append("SEV-%03d | - | %d | P1 |%n".formatted(i, i)));
    return TableText.read("x", text.toString(), Lexicons.SHIPPED);
  }

  private static int longestRun(List<Integer> order) {
    int[] runs = new int[order.size()];
    int longest = 0;
    for (int i = 0; i < runs.length; i++) {
      runs[i] = 1;
      for (int j = 0; j < i; j++) {
        runs[i] = order.get(j) < order.get(i) ? Math.max(runs[i], runs[j] + 1) : runs[i];
      }
      longest = Math.max(longest, runs[i]);
    }
    return longest;
  }

  private record Tests(UnaryTest before, UnaryTest after) {}

  @Test
  void containmentAgreesWithSingleValues() {
    Property.forAll(
        (random, size) -> {
          Field field = Samples.field(random);
          return new Tests(
              Samples.test(random, field, 1 + size / 10),
              Samples.test(random, field, 1 + size / 10));
        },
        tests -> {
          boolean widened = true;
          boolean narrowed = true;
          for (Facts facts : values(tests)) {
            boolean before = tests.before().holds(facts);
            boolean after = tests.after().holds(facts);
            widened &= !before || after;
            narrowed &= before || !after;
          }
          assertThat(Containment.isWithin(tests.before(), tests.after())).isEqualTo(widened);
          assertThat(Containment.isWithin(tests.after(), tests.before())).isEqualTo(narrowed);
        });
  }

  /// One value for each way in which the two tests can differ, and an unknown one.
  private static List<Facts> values(Tests tests) {
    Field field = tests.before().field();
    List<Facts> values = new ArrayList<>(List.of(new Facts()));
    switch (field.type()) {
      case NumberType type -> numbers(tests, type).forEach(n -> values.add(facts(field, n)));
      case WordType type -> {
        words(tests, type.words(), type.open()).forEach(word -> values.add(facts(field, word)));
      }
      case TextType _ ->
          words(tests, List.of(), true).forEach(word -> values.add(facts(field, word)));
      case WordsType type -> values.addAll(pairs(field, words(tests, type.words(), type.open())));
      case TextsType _ -> values.addAll(pairs(field, words(tests, List.of(), true)));
      case FlagType _ -> {
        for (Boolean flag : List.of(true, false)) {
          Facts facts = new Facts();
          facts.put(field, flag);
          values.add(facts);
        }
      }
    }
    return values;
  }

  private static List<Facts> pairs(Field field, List<String> words) {
    List<Facts> pairs = new ArrayList<>();
    for (String first : words) {
      for (String second : words) {
        Facts facts = new Facts();
        facts.put(field, first.equals(second) ? List.of(first) : List.of(first, second));
        pairs.add(facts);
      }
    }
    return pairs;
  }

  private static Facts facts(Field field, double number) {
    Facts facts = new Facts();
    facts.put(field, number);
    return facts;
  }

  private static Facts facts(Field field, String word) {
    Facts facts = new Facts();
    facts.put(field, word);
    return facts;
  }

  private static List<String> words(Tests tests, List<String> declared, boolean open) {
    Set<String> words = new HashSet<>(declared);
    for (UnaryTest test : List.of(tests.before(), tests.after())) {
      if (test instanceof UnaryTest.InWords in) {
        words.addAll(in.words());
      }
    }
    if (open) {
      words.add("a word that nobody names");
    }
    return List.copyOf(words);
  }

  private static List<Double> numbers(Tests tests, NumberType type) {
    List<Double> bounds = new ArrayList<>(List.of(type.least(), type.most()));
    for (UnaryTest test : List.of(tests.before(), tests.after())) {
      if (test instanceof UnaryTest.InRanges in) {
        in.ranges().forEach(range -> bounds.addAll(List.of(range.low(), range.high())));
      }
    }
    List<Double> numbers = new ArrayList<>();
    for (double bound : bounds) {
      double step = type.whole() ? 1 : 0.001;
      // Of the largest numbers the next one is more than a step away.
      numbers.addAll(
          List.of(
              Math.min(bound - step, Math.nextDown(bound)),
              bound,
              Math.max(bound + step, Math.nextUp(bound))));
    }
    return numbers.stream().filter(n -> n >= type.least() && n <= type.most()).toList();
  }
}
