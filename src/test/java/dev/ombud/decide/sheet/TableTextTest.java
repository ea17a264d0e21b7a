package dev.ombud.decide.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.testing.Lexicons;
import org.junit.jupiter.api.Test;

final class TableTextTest {
  static final String SEVERITY =
      """
      # A table for tests.
      table severity
      hit policy PRIORITY
      id | in cluster.categories: What it is about | in cluster.confidence: How certain | in window.hours [hours]: How long | in signal.surge: Surge | out severity: Severity | note
      SEV-001 | "payment_failure","billing_issue" | >= 0.85 | - | true | P1 | customers cannot pay

      SEV-002 | not("cosmetic") | 0.5 | [2..5), > 8 | - | P2 | a note, with a comma
      SEV-003 | - | - | - | false | - |
      """;

  @Test
  void readsATable() {
    DecisionTable table = TableText.read("severity.xlsx", SEVERITY, Lexicons.SHIPPED);

    assertThat(table.name()).isEqualTo("severity");
    assertThat(table.sheet()).isEqualTo("Severity");
    assertThat(table.hitPolicy()).isEqualTo(HitPolicy.PRIORITY);
    assertThat(table.inputs())
        .extracting(DecisionTable.Column::field)
        .containsExactly(
            Vocabulary.CATEGORY, Vocabulary.CONFIDENCE, Vocabulary.WINDOW_HOURS, Vocabulary.SURGE);
    assertThat(table.inputs().getFirst().label()).isEqualTo("What it is about");
    assertThat(table.rows()).extracting(Row::id).containsExactly("SEV-001", "SEV-002", "SEV-003");
    Row second = table.rows().get(1);
    assertThat(second.number()).isEqualTo(7);
    assertThat(second.range()).isEqualTo("A7:F7");
    assertThat(second.tests())
        .extracting(UnaryTest::text)
        .containsExactly("not(\"cosmetic\")", "0.5", "[2..5), > 8", "-");
    assertThat(second.conclusions()).containsExactly("P2");
    assertThat(second.note()).isEqualTo("a note, with a comma");
    assertThat(table.rows().get(2).conclusions()).containsExactly((Object) null);
  }

  @Test
  void becomesAnEqualWorkbook() {
    WorkbookReader.Reading reading =
        WorkbookReader.read(
            "severity.xlsx",
            TableText.toWorkbook("severity.xlsx", SEVERITY, Lexicons.SHIPPED),
            Lexicons.SHIPPED);

    assertThat(reading.findings()).isEmpty();
    assertThat(reading.table())
        .contains(TableText.read("severity.xlsx", SEVERITY, Lexicons.SHIPPED));
  }

  @Test
  void namesEveryMistakeByTheCellOfTheWorkbook() {
    String wrong = SEVERITY.replace(">= 0.85", "0,85").replace("P2", "P9");

    assertThatThrownBy(() -> TableText.read("severity.xlsx", wrong, Lexicons.SHIPPED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            severity.xlsx Severity!C6: `0,85` is not a number: write 0.85
            severity.xlsx Severity!F7: `P9` is not a word of `severity`: write one of P1, P2, P3, P4\
            """);
  }
}
