package dev.ombud.decide.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.Finding;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RowIdChangedTest {
  private static final String HEADER = "in cluster.confidence | in signal.surge | out severity";
  private static final DecisionTable BEFORE =
      Tables.of(
          "FIRST",
          HEADER,
          "SEV-001 | >= 0.8 | true | P1 | certain",
          "SEV-002 | >= 0.5 | - | P2 | likely",
          "SEV-003 | - | - | P4 | the rest");

  @Test
  void isContentWithAMoveAndAnEdit() {
    check(
        "",
        "SEV-002 | >= 0.6 | false | P3 | likely",
        "SEV-001 | >= 0.8 | true | P1 | certain",
        "SEV-004 | < 0.2 | - | P3 | new",
        "SEV-003 | - | - | P4 | the rest");
  }

  @Test
  void findsARowUnderANewId() {
    check(
        "SEV-009 was called SEV-002 before, and decisions are recorded under that: write SEV-002",
        "SEV-001 | >= 0.8 | true | P1 | certain",
        "SEV-009 | >= 0.5 | - | P2 | likely",
        "SEV-003 | - | - | P4 | the rest");
  }

  @Test
  void findsTwoIdsExchanged() {
    check(
        """
        SEV-002 was called SEV-001 before, and decisions are recorded under that: write SEV-001
        SEV-001 was called SEV-002 before, and decisions are recorded under that: write SEV-002\
        """,
        "SEV-002 | >= 0.8 | true | P1 | certain",
        "SEV-001 | >= 0.5 | - | P2 | likely",
        "SEV-003 | - | - | P4 | the rest");
  }

  @Test
  void findsAnIdGivenToAnotherRow() {
    check(
        "SEV-001 was a wholly different row before, and decisions are recorded under that:"
            + " write a new id",
        "SEV-001 | < 0.1 | false | P3 | doubtful",
        "SEV-002 | >= 0.5 | - | P2 | likely",
        "SEV-003 | - | - | P4 | the rest");
  }

  @Test
  void takesARowWithItsOldNoteForTheSameRow() {
    check(
        "",
        "SEV-001 | >= 0.9 | false | P2 | certain",
        "SEV-002 | >= 0.5 | - | P2 | likely",
        "SEV-003 | - | - | P4 | the rest");
  }

  @Test
  void aColumnMoreIsNoOtherRow() {
    DecisionTable after =
        Tables.of(
            "FIRST",
            "in signal.burst | " + HEADER,
            "SEV-001 | - | >= 0.8 | true | P1 | certain",
            "SEV-002 | true | >= 0.5 | - | P2 | likely",
            "SEV-003 | - | - | - | P4 | the rest");
    assertThat(messages(after)).isEmpty();
  }

  private static void check(String expected, String... rows) {
    assertThat(String.join("\n", messages(Tables.of("FIRST", HEADER, rows)))).isEqualTo(expected);
  }

  private static List<String> messages(DecisionTable after) {
    return TableChecks.check(after, Optional.of(BEFORE)).stream()
        .filter(each -> each.code().equals(RowIdChanged.CODE))
        .map(Finding::message)
        .toList();
  }
}
