package dev.ombud.decide.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.decide.check.ConclusionReach;
import dev.ombud.decide.check.TableChecks;
import dev.ombud.decide.sheet.TableText;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.record.decision.Judge;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.Lexicons;
import dev.ombud.testing.Rulesets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Goal: a table may test what contract 1.1 brought, and a column of several texts holds for any of
/// them, decides, and can be analysed.
final class SeveralTextsTest {
  private static final String HEAD =
      """
      table severity
      hit policy PRIORITY
      id | in sku | in upstream.severity | in volume.share | in cohort.browser | out severity | note
      """;

  private static String table(String... rows) {
    return HEAD + String.join("\n", rows) + "\nSEV-900 | - | - | - | - | P4 | the rest\n";
  }

  @Test
  void decidesByWhatContractOneDotOneSays() throws IOException {
    check("SEV-100 | \"4006381333931\",\"X\" | - | - | - | P1 | any of several", Severity.P1);
    check("SEV-100 | not(\"4006381333931\") | - | - | - | P1 | none of them", Severity.P4);
    check("SEV-100 | - | \"P1\",\"critical\" | - | - | P2 | the pipeline says so", Severity.P2);
    check("SEV-100 | - | - | >= 60% | - | P3 | most name it", Severity.P3);
    check("SEV-100 | - | - | < 60% | - | P3 | few name it", Severity.P4);
    check("SEV-100 | - | - | - | \"Firefox\" | P2 | one browser", Severity.P2);
  }

  private static void check(String row, Severity severity) throws IOException {
    Aggregate aggregate =
        Aggregates.read(Files.readString(Path.of("examples/card-authorization.json")));
    try (CompiledRuleset ruleset = Rulesets.compile(Rulesets.withTable("severity", table(row)))) {
      assertThat(Judge.judge(ruleset, aggregate, Context.NONE, aggregate.window().end()).severity())
          .as(row)
          .isEqualTo(severity);
    }
  }

  @Test
  void namesWhatIsTooManyAtItsCellAndOnce() {
    read(table("SEV-100 | " + skus(62) + " | - | - | - | P1 | all that it takes"));
    String table =
        table(
            "SEV-100 | " + skus(62) + " | - | - | - | P1 | all that it takes",
            "SEV-101 | \"one more\" | - | - | - | P1 | one more",
            "SEV-102 | \"another\" | - | - | - | P1 | another");
    assertThatThrownBy(() -> read(table))
        .hasMessage(
            "severity.xlsx Severity!B7: with this cell the table names 63 different texts of `sku`,"
                + " but takes 62: let the pipeline name their `feature` or category, and test that");
  }

  @Test
  void analysesTheLargestTablesOfTwoVersions() {
    DecisionTable before = read(table(rows("A")));
    DecisionTable after = read(table(rows("B")));
    assertThat(TableChecks.check(after, Optional.of(before)))
        .extracting(Finding::code)
        .doesNotContain("conflict");
    // Together they name 124: when in doubt, two must approve.
    assertThat(
            ConclusionReach.widened(Optional.of(before), after, Vocabulary.SEVERITY, Set.of("P1")))
        .map(ConclusionReach.Widening::row)
        .hasValue("SEV-100");
    assertThat(
            ConclusionReach.widened(Optional.of(after), after, Vocabulary.SEVERITY, Set.of("P1")))
        .isEmpty();
  }

  private static String[] rows(String article) {
    return IntStream.range(0, 62)
        .mapToObj(i -> "SEV-%d | \"%s%d\" | - | - | - | P1 | one".formatted(100 + i, article, i))
        .toArray(String[]::new);
  }

  private static String skus(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"S" + i + "\"")
        .collect(Collectors.joining(","));
  }

  private static DecisionTable read(String text) {
    return TableText.read("severity.xlsx", text, Lexicons.SHIPPED);
  }
}
