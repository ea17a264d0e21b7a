package dev.ombud.decide.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.sheet.TableText;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.testing.Lexicons;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// DMN 1.5, section 8.2.11, on three rows that all match.
final class HitPoliciesTest {
  @Test
  void uniqueTakesTheOnlyMatch() {
    check("UNIQUE", List.of("P2"), "SEV-000");
  }

  @Test
  void uniqueContradictsItselfWithTwo() {
    check("UNIQUE", List.of("P2", "P2"), "conflict");
  }

  @Test
  void firstTakesTheFirstInTableOrder() {
    check("FIRST", List.of("P3", "P1", "P2"), "SEV-000");
  }

  @Test
  void priorityTakesTheConclusionDeclaredFirst() {
    check("PRIORITY", List.of("P3", "P1", "P2"), "SEV-001");
  }

  @Test
  void priorityTakesTheFirstOfEquals() {
    check("PRIORITY", List.of("P3", "P2", "P2"), "SEV-001");
  }

  @Test
  void anyTakesOneOfSeveralThatConcludeTheSame() {
    check("ANY", List.of("P2", "P2"), "SEV-000");
  }

  @Test
  void anyContradictsItselfWhereConclusionsDiffer() {
    check("ANY", List.of("P2", "P3"), "conflict");
  }

  @Test
  void collectTakesAll() {
    check("COLLECT", List.of("P2", "P3", "P2"), "SEV-000 SEV-001 SEV-002");
  }

  @Test
  void ruleOrderTakesAllInTableOrder() {
    check("RULE ORDER", List.of("P3", "P1"), "SEV-000 SEV-001");
  }

  @Test
  void noMatchIsNoConflict() {
    check("UNIQUE", List.of(), "");
  }

  private static void check(String policy, List<String> conclusions, String expected) {
    StringBuilder text =
        new StringBuilder("table severity\nhit policy " + policy + "\n")
            .append("id | in product: Product | out severity: Severity | note\n");
    // A table has rows even where none matches.
    List<String> rows = conclusions.isEmpty() ? List.of("P4") : conclusions;
    for (int i = 0; i < rows.size(); i++) {
      text.append("SEV-00" + i + " | - | " + rows.get(i) + " | why\n");
    }
    DecisionTable table = TableText.read("severity.xlsx", text.toString(), Lexicons.SHIPPED);
    List<RowFact.Body> matched = new ArrayList<>();
    for (int i = 0; i < conclusions.size(); i++) {
      matched.add(new RowFact.Body(table, table.rows().get(i), i, null));
    }
    HitPolicies.Choice choice = HitPolicies.choose(table, matched);
    String actual =
        choice.conflict()
            ? "conflict"
            : String.join(" ", choice.rows().stream().map(row -> row.row().id()).toList());
    assertThat(actual).isEqualTo(expected);
  }
}
