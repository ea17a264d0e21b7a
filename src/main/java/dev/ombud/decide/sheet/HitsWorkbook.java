package dev.ombud.decide.sheet;

import dev.ombud.decide.sheet.MarkedStyles.Colour;
import dev.ombud.decide.sheet.Marks.Mark;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The workbook of a table that also says how often each row has counted: behind the notes stand
/// columns of the role `info`, which readers leave alone, so that the file can be edited and sent
/// back as it is. Rows that never counted are grey. Stateless, so thread-safe.
public final class HitsWorkbook {
  private static final List<String> LABELS = List.of("hits", "last hit", "near misses");

  private HitsWorkbook() {}

  /// How often a row has counted.
  ///
  /// @param last when it did so last
  /// @param nearMisses how often a single test kept it from counting
  public record Hits(long hits, Optional<Instant> last, long nearMisses) {
    public static final Hits NONE = new Hits(0, Optional.empty(), 0);
  }

  /// @param since when counting began
  /// @param hitsByRow by the id of the row; a row that is not there has never counted
  public static byte[] annotate(DecisionTable table, Instant since, Map<String, Hits> hitsByRow) {
    Map<String, List<?>> cells = new HashMap<>();
    NavigableMap<Integer, NavigableMap<Integer, Mark>> marks = new TreeMap<>();
    int width = WorkbookWriter.noteColumn(table) + 1 + LABELS.size();
    int number = WorkbookWriter.FIRST_ROW;
    for (Row row : table.rows()) {
      number = Math.max(row.number(), number + 1);
      Hits hits = hitsByRow.getOrDefault(row.id(), Hits.NONE);
      String last = hits.last().map(Instant::toString).orElse("never");
      cells.put(row.id(), List.of(hits.hits(), last, hits.nearMisses()));
      if (hits.hits() == 0) {
        NavigableMap<Integer, Mark> line = new TreeMap<>();
        for (int column = 0; column < width; column++) {
          line.put(column, new Mark(Colour.GREY, column == 0 ? "never hit since " + since : ""));
        }
        marks.put(number, line);
      }
    }
    return Marks.put(Archive.open(WorkbookWriter.write(table, LABELS, cells)), marks);
  }
}
