package dev.ombud.decide.sheet;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.Findings;
import dev.ombud.decide.table.Grid;
import dev.ombud.decide.table.TableReader;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.domain.Lexicon;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Reads a decision table from a compact text form, for tests and to seed workbooks:
///
/// ```
/// table severity
/// hit policy PRIORITY
/// id | in cluster.confidence: How certain | out severity: Severity | note
/// SEV-001 | >= 0.85 | P1 | customers cannot pay
/// ```
///
/// Blank lines and lines that begin with `#` are skipped; a cell cannot hold a `|`. Cells are read
/// exactly as a workbook's, and the rows get the numbers that they have in the workbook. Stateless,
/// so thread-safe.
public final class TableText {
  private static final int ROLES = 3;

  private TableText() {}

  /// @param file what the table and its findings name as their file, for example `severity.xlsx`
  /// @throws IllegalArgumentException with all findings, one a line
  /// @param lexicon the words that its cells may name
  public static DecisionTable read(String file, String text, Lexicon lexicon) {
    Findings findings = new Findings(file);
    Optional<DecisionTable> table = TableReader.read(grid(file, text), lexicon, findings);
    return table.orElseThrow(() ->
        new IllegalArgumentException(
            findings.list().stream().map(Finding::line).collect(Collectors.joining("\n"))));
  }

  /// The same table as a workbook.
  ///
  /// @throws IllegalArgumentException with all findings, one a line
  public static byte[] toWorkbook(String file, String text, Lexicon lexicon) {
    return WorkbookWriter.write(read(file, text, lexicon));
  }

  private static Grid grid(String file, String text) {
    NavigableMap<Integer, NavigableMap<Integer, Grid.Cell>> rows = new TreeMap<>();
    List<String> lines =
        text.lines().map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("#")).toList();
    String name = "";
    int number = ROLES + 3;
    for (String line : lines) {
      if (line.startsWith("table ")) {
        name = line.substring("table ".length()).strip();
        put(rows, 1, 0, "Table");
        put(rows, 1, 1, name);
      } else if (line.startsWith("hit policy ")) {
        put(rows, 2, 0, "Hit policy");
        put(rows, 2, 1, line.substring("hit policy ".length()));
      } else if (!rows.containsKey(ROLES)) {
        header(rows, cells(line));
      } else {
        List<String> cells = cells(line);
        for (int column = 0; column < cells.size(); column++) {
          put(rows, number, column, cells.get(column));
        }
        number++;
      }
    }
    return new Grid(file, WorkbookWriter.sheetName(name), rows);
  }

  /// `in cluster.confidence: How certain` is the role, the field and the label.
  private static void header(
      NavigableMap<Integer, NavigableMap<Integer, Grid.Cell>> rows, List<String> cells) {
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      int colon = cell.indexOf(':');
      String head = colon < 0 ? cell : cell.substring(0, colon).strip();
      int space = head.indexOf(' ');
      put(rows, ROLES, column, space < 0 ? head : head.substring(0, space));
      put(rows, ROLES + 1, column, space < 0 ? "" : head.substring(space + 1));
      put(rows, ROLES + 2, column, colon < 0 ? "" : cell.substring(colon + 1));
    }
  }

  private static List<String> cells(String line) {
    return List.of(line.split("\\|", -1)).stream().map(String::strip).toList();
  }

  private static void put(
      NavigableMap<Integer, NavigableMap<Integer, Grid.Cell>> rows,
      int row,
      int column,
      String text) {
    if (!text.isBlank()) {
      rows.computeIfAbsent(row, _ -> new TreeMap<>()).put(column, new Grid.Text(text.strip()));
    }
  }
}
