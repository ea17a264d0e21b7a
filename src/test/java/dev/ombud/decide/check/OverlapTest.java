package dev.ombud.decide.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.testing.Property;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Overlaps are exact: the property tries every input of small tables.
@Tag("property")
final class OverlapTest {
  @Test
  void namesBothRowsAndAnInput() {
    check(
        "ERROR A7: SEV-001 and SEV-002 both match for example with `cluster.confidence` 0.8:"
            + " narrow one of them",
        "SEV-001 | < 0.9 | P1 |",
        "SEV-002 | >= 0.8 | P2 |");
  }

  @Test
  void knowsThatBoundsMayMeetWithoutTouching() {
    check("", "SEV-001 | < 0.8 | P1 |", "SEV-002 | >= 0.8 | P2 |");
  }

  @Test
  void saysWhichRowAddsNothing() {
    check(
        "ERROR A7: SEV-001 and SEV-002 both match for example with `cluster.confidence` 0.5:"
            + " delete SEV-002, which adds nothing",
        "SEV-001 | - | P1 |",
        "SEV-002 | >= 0.5 | P1 |");
    check(
        "ERROR A7: SEV-001 and SEV-002 both match for example with `cluster.confidence` 0.5:"
            + " delete SEV-001, which adds nothing",
        "SEV-001 | >= 0.5 | P1 |",
        "SEV-002 | - | P1 |");
  }

  @Test
  void knowsThatACaseMayHaveBothCategories() {
    DecisionTable table =
        Tables.of(
            "UNIQUE",
            "in cluster.categories | out severity",
            "SEV-001 | \"bug\" | P1 |",
            "SEV-002 | \"cosmetic\" | P2 |",
            "SEV-003 | not(\"bug\",\"cosmetic\") | P2 |");
    assertThat(Tables.findings(table, Overlap.CODE))
        .extracting(each -> each.message())
        .containsExactly(
            "SEV-001 and SEV-002 both match for example with `cluster.categories` bug and cosmetic:"
                + " narrow one of them");
  }

  @Test
  void countsWhatItDoesNotList() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      rows.add("SEV-%03d | - | P1 |".formatted(i));
    }
    DecisionTable table =
        Tables.of("UNIQUE", "in cluster.confidence | out severity", rows.toArray(String[]::new));
    assertThat(Tables.findings(table, Overlap.CODE))
        .hasSize(21)
        .last()
        .satisfies(each -> {
          assertThat(each.message())
              .isEqualTo("25 more of `overlap` are not listed: correct these first");
          assertThat(each.isError()).isTrue();
        });
  }

  @Test
  void isOnlyAMistakeWhereRowsMustNotMeet() {
    for (HitPolicy policy : HitPolicy.values()) {
      DecisionTable table =
          Tables.of(
              policy.text(),
              "in signal.surge | out severity",
              "SEV-001 | - | P1 |",
              "SEV-002 | true | P1 |");
      assertThat(Tables.findings(table, Overlap.CODE)).hasSize(policy == HitPolicy.UNIQUE ? 1 : 0);
    }
  }

  @Test
  void isExact() {
    Property.forAll(
        (random, size) -> Tables.random(random, size, HitPolicy.UNIQUE),
        table -> {
          long pairs = 0;
          for (int i = 0; i < table.rows().size(); i++) {
            for (int j = 0; j < i; j++) {
              var one = table.rows().get(i);
              var other = table.rows().get(j);
              pairs +=
                  Tables.inputs(table).stream()
                          .anyMatch(input -> one.matches(input) && other.matches(input))
                      ? 1
                      : 0;
            }
          }
          assertThat(Tables.count(table, Overlap.CODE)).isEqualTo(pairs);
        });
  }

  private static void check(String expected, String... rows) {
    DecisionTable table = Tables.of("UNIQUE", "in cluster.confidence | out severity", rows);
    assertThat(Tables.messages(table, Overlap.CODE))
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
  }
}
