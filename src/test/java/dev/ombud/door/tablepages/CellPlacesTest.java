package dev.ombud.door.tablepages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.tablepages.CellPlaces.Cell;
import dev.ombud.ground.base.Finding;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Where in the grid the cell of a finding is.
class CellPlacesTest {
  private final CellPlaces kept = CellPlaces.of(Sample.table());

  @Test
  void findsACellOfAWorkbookWithOtherColumnsAndBlankRows() {
    assertThat(kept.find("A6")).contains(new Cell(0, 0));
    assertThat(kept.find("C6")).contains(new Cell(0, 1));
    assertThat(kept.find("D8")).contains(new Cell(1, 2));
    assertThat(kept.find("E8")).contains(new Cell(1, 3));
  }

  @Test
  void takesTheFirstCellOfARange() {
    assertThat(kept.find("A8:E8")).contains(new Cell(1, 0));
  }

  @Test
  void countsAColumnThatTheGridLacksAsTheRows() {
    assertThat(kept.find("B6")).contains(new Cell(0, 0));
  }

  @Test
  void findsNothingOutsideOfTheRows() {
    for (String address : new String[] {"", "B1", "C7", "A99", "6:6", "C:C", "6", "severity"}) {
      assertThat(kept.find(address)).as(address).isEmpty();
    }
  }

  @Test
  void findsACellOfATableThatTheGridSent() {
    CellPlaces sent = CellPlaces.plain(30, 29);
    assertThat(sent.find("A6")).contains(new Cell(0, 0));
    assertThat(sent.find("AB35")).contains(new Cell(29, 27));
    assertThat(sent.find("AB36")).isEmpty();
  }

  @Test
  void saysWithEachFindingWhereItIs() {
    Finding error =
        new Finding("severity.xlsx", "Severity", "D8", Finding.Level.ERROR, "blank", "write -");
    assertThat(kept.plain(error))
        .isEqualTo(
            Map.of("row", 1, "column", 2, "level", "error", "code", "blank", "message", "write -"));
    Finding gap =
        new Finding("severity.xlsx", "Severity", "", Finding.Level.WARNING, "gap", "add a row");
    assertThat(kept.plain(gap))
        .isEqualTo(Map.of("level", "warning", "code", "gap", "message", "add a row"));
  }
}
