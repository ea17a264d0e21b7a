package dev.ombud.decide.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.Finding;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TableChecksTest {
  @Test
  void listsFindingsInReadingOrder() {
    DecisionTable table =
        Tables.of(
            "FIRST",
            "in cluster.confidence | in signal.surge | out mitigation.mode",
            "AUT-001 | >= 0.8 | true | APPROVAL |",
            "AUT-002 | >= 0.7 | true | APPROVAL |",
            "AUT-003 | >= 0.9 | true | AUTOMATIC |");
    assertThat(TableChecks.check(table, Optional.of(table)).stream().map(Finding::line))
        .containsExactly(
            "sample.xlsx Sample: no row matches for example with `signal.surge` false:"
                + " add the row: - | false",
            "sample.xlsx Sample: no row matches for example with `cluster.confidence` 0:"
                + " add the row: < 0.7 | -",
            "sample.xlsx Sample!D:D: nothing leads to AUTOMATIC, RECOMMENDATION, which"
                + " `mitigation.mode` may also be: add a row for it, or widen one that has it",
            "sample.xlsx Sample!A6: AUT-001 adds nothing, since AUT-002 matches all that it does and"
                + " concludes the same: delete it",
            "sample.xlsx Sample!A8: AUT-003 can never count, since AUT-001 always wins: narrow that,"
                + " move AUT-003 up, or delete it");
  }

  @Test
  void isContentWithASoundTable() {
    DecisionTable table =
        Tables.of(
            "FIRST",
            "in cluster.confidence | out mitigation.mode",
            "AUT-001 | >= 0.8 | AUTOMATIC |",
            "AUT-002 | >= 0.7 | APPROVAL |",
            "AUT-003 | - | RECOMMENDATION |");
    assertThat(TableChecks.check(table, Optional.empty())).isEmpty();
  }
}
