package dev.ombud.door.tablepages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import dev.ombud.testing.Lexicons;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Rows that the grid sends back mean what the same cells mean in a workbook.
class GridRowsTest {
  private static final DecisionTable BEFORE = Sample.table();

  private static GridRows read(List<List<String>> rows) {
    return GridRows.read(BEFORE, Lexicons.SHIPPED, Json.write(Map.of("tag", "abc", "rows", rows)));
  }

  private static List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    GridData.cells(BEFORE).forEach(row -> rows.add(new ArrayList<>(row)));
    return rows;
  }

  @Test
  void readsWhatTheGridWasGiven() {
    GridRows read = read(rows());
    DecisionTable table = read.reading().table().orElseThrow();
    assertThat(read.tag()).isEqualTo("abc");
    assertThat(GridData.cells(table)).isEqualTo(rows());
    assertThat(table.hitPolicy()).isEqualTo(BEFORE.hitPolicy());
    assertThat(table.inputs().stream().map(DecisionTable.Column::label))
        .containsExactly("Where", "How long");
  }

  @Test
  void saysAtWhichCellSomethingIsWrong() {
    List<List<String>> rows = rows();
    rows.get(1).set(2, "0,5");
    rows.get(0).set(1, "");
    GridRows read = read(rows);
    List<Finding> findings = read.findings(Optional.empty());
    assertThat(read.plain(findings))
        .isEqualTo(
            Map.of(
                "findings",
                List.of(
                    Map.of(
                        "row", 0,
                        "column", 1,
                        "level", "error",
                        "code", "blank",
                        "message", "the cell is blank: write - for any"),
                    Map.of(
                        "row", 1,
                        "column", 2,
                        "level", "error",
                        "code", "not-a-number",
                        "message", "`0,5` is not a number: write 0.5"))));
  }

  @Test
  void findsGapsInWhatCanBeRead() {
    List<List<String>> rows = rows();
    rows.remove(1);
    GridRows read = read(rows);
    assertThat(read.findings(Optional.empty())).extracting(Finding::code).contains("gap");
  }

  @Test
  void refusesRowsOfOtherColumns() {
    for (String body :
        List.of(
            "{}",
            "{\"rows\":1}",
            "{\"rows\":[1]}",
            "{\"rows\":[[\"SEV-001\"]]}",
            "{\"rows\":[[\"SEV-001\",\"-\",6,\"P1\",\"\"]]}",
            "{\"rows\":[[\"SEV-001\",\"-\",\"\\ud800\",\"P1\",\"\"]]}",
            "{\"rows\":[],\"other\":1}")) {
      assertThatThrownBy(
              () -> GridRows.read(BEFORE, Lexicons.SHIPPED, body.getBytes(StandardCharsets.UTF_8)))
          .as(body)
          .isInstanceOf(ServiceException.class);
    }
  }
}
