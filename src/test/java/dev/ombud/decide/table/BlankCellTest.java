package dev.ombud.decide.table;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.decide.check.Tables;
import org.junit.jupiter.api.Test;

final class BlankCellTest {
  @Test
  void refusesAnInputInWhichNothingStands() {
    check("sample.xlsx Sample!B6: the cell is blank: write - for any", "SEV-001 | | P1 |");
  }

  @Test
  void refusesAnOutputInWhichNothingStands() {
    check(
        "sample.xlsx Sample!C6: the cell is blank: write - to conclude nothing", "SEV-001 | - | |");
  }

  private static void check(String expected, String row) {
    assertThatThrownBy(() -> Tables.of("FIRST", "in signal.surge | out severity", row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(expected);
  }
}
