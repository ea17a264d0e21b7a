package dev.ombud.door.tablepages;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells which cell of the grid an address of a workbook means. The grid counts rows from 0 and has
/// the columns id, inputs, outputs, note. Immutable.
final class CellPlaces {
  /// The first row below the header of a table that was not made in a spreadsheet.
  private static final int FIRST_ROW = 6;

  private static final int LETTERS = 26;
  private static final Pattern ADDRESS = Pattern.compile("([A-Z]{1,3})([0-9]{1,7})(:.*)?");

  private final Map<Integer, Integer> rows = new HashMap<>();
  private final Map<Integer, Integer> columns = new HashMap<>();

  private CellPlaces() {}

  /// Of a table as it stands in its workbook.
  static CellPlaces of(DecisionTable table) {
    CellPlaces places = new CellPlaces();
    for (int row = 0; row < table.rows().size(); row++) {
      places.rows.put(table.rows().get(row).number(), row);
    }
    places.columns.put(0, 0);
    List<DecisionTable.Column> columns = new ArrayList<>(table.inputs());
    columns.addAll(table.outputs());
    for (int column = 0; column < columns.size(); column++) {
      places.columns.put(columns.get(column).position(), column + 1);
    }
    return places;
  }

  /// Of a table as the grid sends it.
  ///
  /// @param rows how many
  /// @param columns how many, with id and note
  static CellPlaces plain(int rows, int columns) {
    CellPlaces places = new CellPlaces();
    for (int row = 0; row < rows; row++) {
      places.rows.put(FIRST_ROW + row, row);
    }
    for (int column = 0; column < columns; column++) {
      places.columns.put(column, column);
    }
    return places;
  }

  /// A finding for the module: `row` and `column` are there where it is about a cell.
  Map<String, Object> plain(Finding finding) {
    Map<String, Object> view = new LinkedHashMap<>();
    find(finding.cell())
        .ifPresent(cell -> {
          view.put("row", cell.row());
          view.put("column", cell.column());
        });
    view.put("level", finding.isError() ? "error" : "warning");
    view.put("code", finding.code());
    view.put("message", finding.message());
    return view;
  }

  record Cell(int row, int column) {}

  /// Of a range its first cell; a column that the grid does not have counts as the id's.
  Optional<Cell> find(String address) {
    Matcher matcher = ADDRESS.matcher(address);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int position = 0;
    for (char letter : matcher.group(1).toCharArray()) {
      position = position * LETTERS + letter - 'A' + 1;
    }
    Integer row = rows.get(Integer.parseInt(matcher.group(2)));
    int column = columns.getOrDefault(position - 1, 0);
    return row == null ? Optional.empty() : Optional.of(new Cell(row, column));
  }
}
