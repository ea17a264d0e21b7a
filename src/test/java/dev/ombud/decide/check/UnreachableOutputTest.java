package dev.ombud.decide.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class UnreachableOutputTest {
  private static final String HEADER = "in severity | out mitigation.mode";

  @Test
  void namesAllWordsOfAColumn() {
    check(
        "FIRST",
        "WARNING C:C: nothing leads to AUTOMATIC, RECOMMENDATION, which `mitigation.mode` may also"
            + " be: add a row for it, or widen one that has it",
        "AUT-001 | - | APPROVAL |");
  }

  @Test
  void doesNotCountARowThatIsMasked() {
    check(
        "FIRST",
        "WARNING C:C: nothing leads to AUTOMATIC, which `mitigation.mode` may also be: add a row for"
            + " it, or widen one that has it",
        "AUT-001 | P1 | APPROVAL |",
        "AUT-002 | - | RECOMMENDATION |",
        "AUT-003 | P1 | AUTOMATIC |");
  }

  @Test
  void isContentIfEveryWordIsReached() {
    check(
        "PRIORITY",
        "",
        "AUT-001 | - | RECOMMENDATION |",
        "AUT-002 | P1, P2 | APPROVAL |",
        "AUT-003 | P1 | AUTOMATIC |");
    check(
        "UNIQUE",
        "WARNING C:C: nothing leads to RECOMMENDATION, which `mitigation.mode` may also be: add a"
            + " row for it, or widen one that has it",
        "AUT-001 | P1 | AUTOMATIC |",
        "AUT-002 | P2 | APPROVAL |");
  }

  @Test
  void asksNotForEveryActionAndEveryTeam() {
    assertThat(
            Tables.messages(
                Tables.of("COLLECT", "in signal.surge | out action", "RUN-001 | - | NOTIFY |"),
                UnreachableOutput.CODE))
        .isEmpty();
    assertThat(
            Tables.messages(
                Tables.of("FIRST", "in signal.surge | out owner.team", "RTE-001 | - | mobile |"),
                UnreachableOutput.CODE))
        .isEmpty();
  }

  private static void check(String policy, String expected, String... rows) {
    assertThat(Tables.messages(Tables.of(policy, HEADER, rows), UnreachableOutput.CODE))
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
  }
}
