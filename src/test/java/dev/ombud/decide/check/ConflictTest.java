package dev.ombud.decide.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.ground.field.Facts;
import dev.ombud.testing.Property;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Conflicts are exact: the property tries every input of small tables.
@Tag("property")
final class ConflictTest {
  private static final String HEADER =
      "in cluster.confidence | out mitigation.mode | out owner.slaMinutes";

  @Test
  void isAnErrorWhereAnyRowMayCount() {
    check(
        "ANY",
        "ERROR A7: AUT-001 and AUT-002 both match for example with `cluster.confidence` 0.5 and"
            + " conclude differently: narrow one of them",
        "AUT-001 | <= 0.5 | APPROVAL | 5 |",
        "AUT-002 | >= 0.5 | APPROVAL | 6 |");
  }

  @Test
  void isNoneIfBothConcludeTheSame() {
    check("ANY", "", "AUT-001 | <= 0.5 | APPROVAL | 5 |", "AUT-002 | >= 0.5 | APPROVAL | 5 |");
  }

  @Test
  void isAWarningWherePriorityDoesNotTellThemApart() {
    check(
        "PRIORITY",
        "WARNING A7: AUT-001 and AUT-002 both match for example with `cluster.confidence` 0.5 and"
            + " conclude differently: the upper one wins: narrow one of them",
        "AUT-001 | <= 0.5 | APPROVAL | 5 |",
        "AUT-002 | >= 0.5 | APPROVAL | 6 |");
  }

  @Test
  void isNoneIfARowOfHigherPriorityWins() {
    check(
        "PRIORITY",
        "",
        "AUT-001 | <= 0.5 | APPROVAL | 5 |",
        "AUT-002 | >= 0.5 | APPROVAL | 6 |",
        "AUT-003 | 0.5 | AUTOMATIC | 7 |");
  }

  @Test
  void isExact() {
    Property.forAll(
        (random, size) -> Tables.random(random, size, HitPolicy.ANY, HitPolicy.PRIORITY),
        table -> {
          List<Facts> inputs = Tables.inputs(table);
          long pairs = 0;
          for (int i = 0; i < table.rows().size(); i++) {
            for (int j = 0; j < i; j++) {
              Row one = table.rows().get(i);
              Row other = table.rows().get(j);
              pairs += inputs.stream().anyMatch(input -> clash(table, one, other, input)) ? 1 : 0;
            }
          }
          assertThat(Tables.count(table, Conflict.CODE)).isEqualTo(pairs);
        });
  }

  private static boolean clash(DecisionTable table, Row one, Row other, Facts input) {
    if (one.conclusions().equals(other.conclusions())
        || !one.matches(input)
        || !other.matches(input)) {
      return false;
    }
    Object best =
        Tables.inOrder(table, Tables.matching(table, input)).getFirst().conclusions().getFirst();
    return table.hitPolicy() == HitPolicy.ANY
        || (best.equals(one.conclusions().getFirst())
            && best.equals(other.conclusions().getFirst()));
  }

  private static void check(String policy, String expected, String... rows) {
    assertThat(Tables.messages(Tables.of(policy, HEADER, rows), Conflict.CODE))
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
  }
}
