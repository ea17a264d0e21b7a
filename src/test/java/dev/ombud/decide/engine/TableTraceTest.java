package dev.ombud.decide.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.engine.TableTrace.Consequence;
import dev.ombud.decide.engine.TableTrace.Failure;
import dev.ombud.decide.engine.TableTrace.Gap;
import dev.ombud.decide.engine.TableTrace.Match;
import dev.ombud.decide.engine.TableTrace.Miss;
import dev.ombud.decide.engine.TableTrace.Standing;
import dev.ombud.decide.sheet.TableText;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.testing.Lexicons;
import dev.ombud.testing.Property;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Goal: a trace says of every row what became of it, and how far off the nearest ones are, to the
/// last digit. Method: small tables under each hit policy, and random ones that are compared with
/// what choosing by hand comes to.
@Tag("property")
final class TableTraceTest {
  private static final String[] POLICIES = {
    "UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER"
  };

  @Test
  void firstLosesLaterRows() {
    checkStandings("FIRST", List.of("P3", "P1"), "SEV-000 COUNTS, SEV-001 LATER SEV-000");
  }

  @Test
  void priorityLosesRowsOfLowerRankAndLaterOnesOfTheSame() {
    checkStandings(
        "PRIORITY",
        List.of("P3", "P1", "P1"),
        "SEV-000 LOWER SEV-001, SEV-001 COUNTS, SEV-002 LATER SEV-001");
  }

  @Test
  void uniqueLosesAllThatMatch() {
    checkStandings(
        "UNIQUE",
        List.of("P2", "P2"),
        "SEV-000 CONTRADICTS SEV-001, SEV-001 CONTRADICTS SEV-000, conflict");
  }

  @Test
  void uniqueKeepsTheOnlyOne() {
    checkStandings("UNIQUE", List.of("P2"), "SEV-000 COUNTS");
  }

  @Test
  void anyKeepsTheFirstOfThoseThatAgree() {
    checkStandings("ANY", List.of("P2", "P2"), "SEV-000 COUNTS, SEV-001 AGREES SEV-000");
  }

  @Test
  void anyLosesAllWhereOneConcludesOtherwise() {
    checkStandings(
        "ANY",
        List.of("P2", "P2", "P3"),
        "SEV-000 CONTRADICTS SEV-002, SEV-001 CONTRADICTS SEV-002, SEV-002 CONTRADICTS SEV-000,"
            + " conflict");
  }

  @Test
  void collectAndRuleOrderLoseNone() {
    checkStandings("COLLECT", List.of("P2", "P3"), "SEV-000 COUNTS, SEV-001 COUNTS");
    checkStandings("RULE ORDER", List.of("P2", "P3"), "SEV-000 COUNTS, SEV-001 COUNTS");
  }

  @Test
  void saysHowFarANumberIsOff() {
    checkGap(">= 0.8", 0.74, "0.06 short");
    checkGap("> 0.8", 0.8, "0 short");
    checkGap("< 0.3", 0.3, "0 over");
    checkGap("<= 0.1", 0.3, "0.2 over");
    checkGap("[0.2..0.3]", 0.7, "0.4 over");
    checkGap("0.1, [0.5..0.9]", 0.3, "0.2 over");
    checkGap("[0.1..0.2], [0.5..0.9]", 0.49, "0.01 short");
    checkGap("not(0.5)", 0.5, "0 over");
  }

  @Test
  void knowsNoDistanceOfWhatIsNotKnown() {
    checkFailures(facts -> {}, "-", ">= 0.8", "-", "cluster.confidence null >= 0.8");
  }

  @Test
  void knowsNoDistanceBetweenWords() {
    checkFailures(
        facts -> facts.put(Vocabulary.CATEGORY, List.of("app_crash", "login_failure")),
        "\"payment_failure\"",
        "-",
        "-",
        "cluster.categories [app_crash, login_failure] \"payment_failure\"");
    checkFailures(
        facts -> facts.put(Vocabulary.CATEGORY, List.of("app_crash")),
        "not(\"app_crash\")",
        "-",
        "-",
        "cluster.categories [app_crash] not(\"app_crash\")");
    checkFailures(
        facts -> {}, "not(\"app_crash\")", "-", "-", "cluster.categories null not(\"app_crash\")");
  }

  @Test
  void namesFlagsThatAreOtherwiseOrNotKnown() {
    checkFailures(
        facts -> facts.put(Vocabulary.SURGE, Boolean.FALSE),
        "-",
        "-",
        "true",
        "signal.surge false true");
    checkFailures(facts -> {}, "-", "-", "false", "signal.surge null false");
  }

  @Test
  void namesEveryTestThatFails() {
    checkFailures(
        facts -> facts.put(Vocabulary.CONFIDENCE, 0.5),
        "\"app_crash\"",
        ">= 0.8",
        "true",
        "cluster.categories null \"app_crash\"; cluster.confidence 0.5 >= 0.8 by 0.3;"
            + " signal.surge null true");
  }

  @Test
  void putsFirstWhatWouldHaveMadeADifference() {
    DecisionTable table =
        table(
            "FIRST",
            "\"app_crash\" | >= 0.9 | true | P1",
            "- | >= 0.8 | - | P2",
            "- | - | - | P3",
            "- | >= 0.71 | - | P4");
    Facts facts = facts();
    facts.put(Vocabulary.CONFIDENCE, 0.7);
    facts.put(Vocabulary.SURGE, Boolean.TRUE);
    List<Miss> nearest = TableTrace.of(table, Optional.empty(), facts).nearest();
    assertThat(nearest)
        .extracting(miss -> miss.row().id() + " " + miss.consequence())
        .containsExactly("SEV-001 COUNTS", "SEV-000 COUNTS", "SEV-003 NOTHING");
  }

  @Test
  void showsAtMostThree() {
    DecisionTable table =
        table(
            "COLLECT",
            "- | >= 0.6 | - | P1",
            "- | >= 0.5 | - | P1",
            "- | >= 0.4 | - | P1",
            "- | >= 0.3 | - | P1");
    Facts facts = facts();
    facts.put(Vocabulary.CONFIDENCE, 0.2);
    assertThat(TableTrace.of(table, Optional.empty(), facts).nearest())
        .extracting(miss -> miss.row().id())
        .containsExactly("SEV-003", "SEV-002", "SEV-001");
  }

  private record Sample(DecisionTable table, Facts facts) {}

  @Test
  void agreesWithTheEngineOnRandomTables() {
    Property.forAll(
        TableTraceTest::sample,
        sample -> {
          TableTrace trace = TableTrace.of(sample.table(), Optional.empty(), sample.facts());
          HitPolicies.Choice choice = choice(sample.table(), sample.facts());
          assertThat(trace.conflict()).isEqualTo(choice.conflict());
          assertThat(
                  trace.matched().stream()
                      .filter(match -> match.standing() == Standing.COUNTS)
                      .map(match -> match.row().id()))
              .containsExactlyElementsOf(
                  choice.rows().stream().map(each -> each.row().id()).toList());
        });
  }

  /// Opens each row that is near, and looks what the engine makes of the table then.
  @Test
  void saysTrulyWhatWouldComeOfARowThatMatched() {
    Property.forAll(
        TableTraceTest::sample,
        sample -> {
          HitPolicies.Choice before = choice(sample.table(), sample.facts());
          for (Miss miss :
              TableTrace.of(sample.table(), Optional.empty(), sample.facts()).nearest()) {
            HitPolicies.Choice after = choice(opened(sample.table(), miss.row()), sample.facts());
            Consequence expected =
                after.conflict() && !before.conflict()
                    ? Consequence.CONTRADICTS
                    : conclusions(after).equals(conclusions(before))
                        ? Consequence.NOTHING
                        : Consequence.COUNTS;
            // A row may count in another's place and conclude the same.
            boolean same = miss.consequence() == Consequence.COUNTS && !after.conflict();
            if (expected != Consequence.NOTHING || !same) {
              assertThat(miss.consequence()).as(miss.row().id()).isEqualTo(expected);
            }
          }
        });
  }

  private static List<Object> conclusions(HitPolicies.Choice choice) {
    return choice.rows().stream().map(row -> (Object) row.row().conclusions()).toList();
  }

  private static DecisionTable opened(DecisionTable table, Row opened) {
    List<Row> rows = new ArrayList<>();
    for (Row row : table.rows()) {
      List<UnaryTest> any =
          table.inputs().stream().map(Column::field).map(field -> any(field)).toList();
      rows.add(
          row.id().equals(opened.id())
              ? new Row(row.id(), row.number(), row.range(), any, row.conclusions(), row.note())
              : row);
    }
    return new DecisionTable(
        table.name(),
        table.file(),
        table.sheet(),
        table.hitPolicy(),
        table.inputs(),
        table.outputs(),
        rows);
  }

  private static UnaryTest any(Field field) {
    return new UnaryTest.Any(field);
  }

  private static HitPolicies.Choice choice(DecisionTable table, Facts facts) {
    List<RowFact.Body> matched = new ArrayList<>();
    for (int i = 0; i < table.rows().size(); i++) {
      if (table.rows().get(i).matches(facts)) {
        matched.add(new RowFact.Body(table, table.rows().get(i), i + 1, null));
      }
    }
    return HitPolicies.choose(table, matched);
  }

  private static Sample sample(Random random, int size) {
    String[] rows = new String[1 + size / 4];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          "%s | %s | %s | P%d"
              .formatted(
                  random.nextInt(2) == 0 ? "-" : "\"app_crash\"",
                  random.nextInt(3) == 0 ? "-" : ">= 0." + (1 + random.nextInt(9)),
                  random.nextInt(2) == 0 ? "-" : "true",
                  1 + random.nextInt(2));
    }
    Facts facts = facts();
    if (random.nextInt(4) > 0) {
      facts.put(Vocabulary.CONFIDENCE, random.nextInt(10) / 10.0);
    }
    if (random.nextBoolean()) {
      facts.put(Vocabulary.CATEGORY, List.of("app_crash"));
    }
    facts.put(Vocabulary.SURGE, random.nextBoolean());
    return new Sample(table(POLICIES[random.nextInt(POLICIES.length)], rows), facts);
  }

  private static void checkStandings(String policy, List<String> conclusions, String expected) {
    String[] rows = conclusions.stream().map(each -> "- | - | - | " + each).toArray(String[]::new);
    TableTrace trace = TableTrace.of(table(policy, rows), Optional.empty(), facts());
    String actual =
        trace.matched().stream().map(TableTraceTest::text).collect(Collectors.joining(", "));
    assertThat(actual + (trace.conflict() ? ", conflict" : "")).isEqualTo(expected);
  }

  private static String text(Match match) {
    return match.row().id()
        + " "
        + match.standing()
        + match.against().map(against -> " " + against).orElse("");
  }

  private static void checkGap(String test, double confidence, String expected) {
    Facts facts = facts();
    facts.put(Vocabulary.CONFIDENCE, confidence);
    Failure failure = only(table("FIRST", "- | " + test + " | - | P1"), facts).failed().getFirst();
    Gap gap = failure.gap().orElseThrow();
    assertThat(gap.distance().toPlainString() + (gap.above() ? " over" : " short"))
        .as(test)
        .isEqualTo(expected);
  }

  private static void checkFailures(
      java.util.function.Consumer<Facts> known,
      String category,
      String confidence,
      String surge,
      String expected) {
    Facts facts = facts();
    known.accept(facts);
    String row = String.join(" | ", category, confidence, surge, "P1");
    String actual =
        only(table("FIRST", row), facts).failed().stream()
            .map(TableTraceTest::text)
            .collect(Collectors.joining("; "));
    assertThat(actual).isEqualTo(expected);
  }

  private static String text(Failure failure) {
    return failure.column().field()
        + " "
        + failure.value()
        + " "
        + failure.test().text()
        + failure
            .gap()
            .map(Gap::distance)
            .map(BigDecimal::toPlainString)
            .map(" by "::concat)
            .orElse("");
  }

  private static Miss only(DecisionTable table, Facts facts) {
    TableTrace trace = TableTrace.of(table, Optional.empty(), facts);
    assertThat(trace.matched()).isEmpty();
    assertThat(trace.nearest()).hasSize(1);
    return trace.nearest().getFirst();
  }

  private static Facts facts() {
    return new Facts();
  }

  private static DecisionTable table(String policy, String... rows) {
    StringBuilder text =
        new StringBuilder("table severity\nhit policy ")
            .append(policy)
            .append(
                "\nid | in cluster.categories: About | in cluster.confidence: Certain"
                    + " | in signal.surge: Surge | out severity: Severity | note\n");
    for (int i = 0; i < rows.length; i++) {
      text.append("SEV-%03d | %s | why%n".formatted(i, rows[i]));
    }
    return TableText.read("severity.xlsx", text.toString(), Lexicons.SHIPPED);
  }
}
