package dev.ombud.decide.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.decide.table.Findings;
import dev.ombud.decide.table.Grid;
import dev.ombud.decide.table.TableReader;
import dev.ombud.testing.Lexicons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Keeps `docs/tables.md` true.
final class TablesDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/tables.md");

  private static List<List<String>> tableAfter(String heading) throws IOException {
    String text = Files.readString(DOCUMENT);
    return text.substring(text.indexOf("## " + heading))
        .lines()
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
        .map(cells -> cells.subList(1, cells.size() - 1))
        .toList();
  }

  @Test
  void showsATableThatIsRead() throws IOException {
    NavigableMap<Integer, NavigableMap<Integer, Grid.Cell>> rows = new TreeMap<>();
    for (List<String> line : tableAfter("How a workbook is laid out")) {
      NavigableMap<Integer, Grid.Cell> cells = new TreeMap<>();
      for (int column = 1; column < line.size(); column++) {
        if (!line.get(column).isEmpty()) {
          cells.put(column - 1, new Grid.Text(line.get(column).replace("*", "")));
        }
      }
      rows.put(Integer.parseInt(line.getFirst()), cells);
    }
    Findings findings = new Findings("severity.xlsx");

    DecisionTable table =
        TableReader.read(new Grid("severity.xlsx", "Severity", rows), Lexicons.SHIPPED, findings)
            .orElseThrow();

    assertThat(findings.list()).isEmpty();
    assertThat(table.rows()).hasSize(2);
  }

  @Test
  void listsTheHitPolicies() throws IOException {
    assertThat(tableAfter("Hit policies").stream().map(List::getFirst))
        .containsExactlyElementsOf(Arrays.stream(HitPolicy.values()).map(HitPolicy::text).toList());
  }
}
