package dev.ombud.decide.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.ground.field.Facts;
import dev.ombud.testing.Property;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Masked rules are exact: the property tries every input of small tables.
@Tag("property")
final class MaskedRuleTest {
  private static final String HEADER =
      "in cluster.confidence | in signal.surge | out mitigation.mode";

  @Test
  void namesTheRowThatAlwaysWins() {
    check(
        "FIRST",
        "WARNING A7: AUT-002 can never count, since AUT-001 always wins: narrow that,"
            + " move AUT-002 up, or delete it",
        "AUT-001 | >= 0.5 | - | APPROVAL |",
        "AUT-002 | >= 0.8 | true | AUTOMATIC |");
  }

  @Test
  void namesSeveralRowsThatCoverItTogether() {
    check(
        "FIRST",
        "WARNING A9: AUT-004 can never count, since AUT-001, AUT-003 always win: narrow them,"
            + " move AUT-004 up, or delete it",
        "AUT-001 | >= 0.5 | - | APPROVAL |",
        "AUT-002 | < 0.2 | - | APPROVAL |",
        "AUT-003 | < 0.6 | true | APPROVAL |",
        "AUT-004 | >= 0.3 | true | AUTOMATIC |");
  }

  @Test
  void knowsThatAHigherPriorityWinsFromBelow() {
    check(
        "PRIORITY",
        "WARNING A6: AUT-001 can never count, since AUT-002 always wins: narrow that,"
            + " move AUT-001 up, or delete it",
        "AUT-001 | >= 0.5 | - | APPROVAL |",
        "AUT-002 | - | - | AUTOMATIC |");
  }

  @Test
  void isNoneIfAnythingIsLeft() {
    check(
        "FIRST",
        "",
        "AUT-001 | > 0.5 | - | APPROVAL |",
        "AUT-002 | < 0.5 | - | APPROVAL |",
        "AUT-003 | - | true | AUTOMATIC |",
        "AUT-004 | - | - | AUTOMATIC |");
  }

  @Test
  void findsARowThatNoWordMeets() {
    assertThat(
            Tables.messages(
                Tables.of(
                    "COLLECT",
                    "in severity | out action",
                    "RUN-001 | not(\"P1\",\"P2\",\"P3\",\"P4\") | NOTIFY |"),
                MaskedRule.CODE))
        .containsExactly("WARNING A6: RUN-001 can never match: widen its tests or delete it");
  }

  @Test
  void isExact() {
    Property.forAll(
        (random, size) -> Tables.random(random, size, HitPolicy.FIRST, HitPolicy.PRIORITY),
        table -> {
          List<Facts> inputs = Tables.inputs(table);
          assertThat(Tables.rows(table, MaskedRule.CODE))
              .isEqualTo(
                  table.rows().stream()
                      .filter(row ->
                          inputs.stream()
                              .noneMatch(input -> Tables.counting(table, input).contains(row)))
                      .map(row -> row.id())
                      .toList());
        });
  }

  private static void check(String policy, String expected, String... rows) {
    assertThat(Tables.messages(Tables.of(policy, HEADER, rows), MaskedRule.CODE))
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
  }
}
