package dev.ombud.decide.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.ground.field.Facts;
import dev.ombud.testing.Property;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Subsumptions are exact: the property removes each row and tries every input of small tables.
@Tag("property")
final class SubsumptionTest {
  private static final String HEADER =
      "in cluster.confidence | in signal.surge | out mitigation.mode";

  @Test
  void namesTheWiderRow() {
    check(
        "FIRST",
        "WARNING A6: AUT-001 adds nothing, since AUT-002 matches all that it does and concludes the"
            + " same: delete it",
        "AUT-001 | >= 0.8 | true | APPROVAL |",
        "AUT-002 | >= 0.5 | - | APPROVAL |");
  }

  @Test
  void looksAtTheRowsInBetween() {
    check(
        "FIRST",
        "",
        "AUT-001 | >= 0.8 | true | APPROVAL |",
        "AUT-002 | >= 0.9 | - | AUTOMATIC |",
        "AUT-003 | >= 0.5 | - | APPROVAL |");
    check(
        "FIRST",
        "WARNING A7: AUT-002 adds nothing, since AUT-005 matches all that it does and concludes the"
            + " same: delete it",
        "AUT-001 | >= 0.9 | true | AUTOMATIC |",
        "AUT-002 | >= 0.8 | true | APPROVAL |",
        "AUT-003 | >= 0.9 | - | AUTOMATIC |",
        "AUT-004 | < 0.8 | - | AUTOMATIC |",
        "AUT-005 | - | - | APPROVAL |");
  }

  @Test
  void keepsTheUpperOfTwoEqualRows() {
    for (String policy : List.of("ANY", "COLLECT", "RULE ORDER")) {
      check(
          policy,
          "WARNING A7: AUT-002 adds nothing, since AUT-001 matches all that it does and concludes"
              + " the same: delete it",
          "AUT-001 | >= 0.8 | true | APPROVAL |",
          "AUT-002 | >= 0.8 | true | APPROVAL |");
    }
  }

  @Test
  void keepsTheOrderOfWhatIsConcluded() {
    String[] rows = {
      "AUT-001 | >= 0.8 | true | APPROVAL |",
      "AUT-002 | - | - | AUTOMATIC |",
      "AUT-003 | - | true | APPROVAL |"
    };
    check("RULE ORDER", "", rows);
    check(
        "COLLECT",
        "WARNING A6: AUT-001 adds nothing, since AUT-003 matches all that it does and concludes the"
            + " same: delete it",
        rows);
  }

  @Test
  void leavesMaskedRowsAndOverlapsToTheirOwnFindings() {
    check("UNIQUE", "", "AUT-001 | >= 0.8 | - | APPROVAL |", "AUT-002 | - | - | APPROVAL |");
    check("FIRST", "", "AUT-001 | - | - | APPROVAL |", "AUT-002 | >= 0.8 | - | APPROVAL |");
  }

  @Test
  void isExact() {
    Property.forAll(
        (random, size) ->
            Tables.random(
                random,
                size,
                HitPolicy.FIRST,
                HitPolicy.PRIORITY,
                HitPolicy.ANY,
                HitPolicy.COLLECT,
                HitPolicy.RULE_ORDER),
        table -> {
          List<Facts> inputs = Tables.inputs(table);
          List<String> masked = Tables.rows(table, MaskedRule.CODE);
          assertThat(Tables.rows(table, Subsumption.CODE))
              .isEqualTo(
                  table.rows().stream()
                      .filter(row -> isSuperfluous(table, row, inputs, masked))
                      .map(Row::id)
                      .toList());
        });
  }

  private static boolean isSuperfluous(
      DecisionTable table, Row row, List<Facts> inputs, List<String> masked) {
    if (masked.contains(row.id())) {
      return false;
    }
    DecisionTable rest = Tables.without(table, row);
    boolean isInside =
        rest.rows().stream()
            .filter(other -> !masked.contains(other.id()))
            .filter(other -> other.conclusions().equals(row.conclusions()))
            .anyMatch(other -> isInside(row, other, inputs));
    return isInside && inputs.stream().allMatch(input -> agree(table, rest, input));
  }

  private static boolean agree(DecisionTable table, DecisionTable rest, Facts input) {
    List<?> all = Tables.concluded(table, input);
    List<?> without = Tables.concluded(rest, input);
    return table.hitPolicy() == HitPolicy.COLLECT
        ? Set.copyOf(all).equals(Set.copyOf(without))
        : all.equals(without);
  }

  /// Inside, and if they are equal not the upper one.
  private static boolean isInside(Row row, Row other, List<Facts> inputs) {
    boolean inside = inputs.stream().allMatch(input -> !row.matches(input) || other.matches(input));
    boolean equal = inside && inputs.stream().allMatch(i -> row.matches(i) == other.matches(i));
    return inside && (!equal || row.number() > other.number());
  }

  private static void check(String policy, String expected, String... rows) {
    assertThat(Tables.messages(Tables.of(policy, HEADER, rows), Subsumption.CODE))
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
  }
}
