package dev.ombud.door.tablepages;

import dev.ombud.decide.check.TableChecks;
import dev.ombud.decide.sheet.JsonTable;
import dev.ombud.decide.sheet.WorkbookReader.Reading;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rows of a table as the grid sends them:
///
/// ```
/// {"tag": "9f86d0…", "rows": [["SEV-001", "\"checkout\"", ">= 0.85", "P1", "why"], …]}
/// ```
///
/// Each row has its id, a cell for each input and output, and its note; all are texts, as typed.
/// The columns stay those of the draft. Immutable.
///
/// @param tag of the content that somebody changed; empty where nothing is to be kept
/// @param places where the cells are that findings name
record GridRows(String tag, Reading reading, CellPlaces places) {
  /// More than a table may have, so that its reader can say so by name.
  static final int MAX_BODY_BYTES = 6 << 20;

  private static final int MAX_TAG_CHARS = 100;

  /// @param before the table whose rows these take the place of
  /// @param lexicon the words of the draft
  /// @throws ServiceException MALFORMED_JSON, INVALID_REQUEST
  static GridRows read(DecisionTable before, Lexicon lexicon, byte[] body) {
    JsonObject sent = Json.readObject(body).requireOnly("tag", "rows");
    int width = before.inputs().size() + before.outputs().size() + 2;
    List<Object> rows = new ArrayList<>();
    if (!(sent.value("rows") instanceof List<?> list)) {
      throw ServiceException.invalid("`rows` is no list: load the page again");
    }
    for (Object item : list) {
      if (!(item instanceof List<?> cells)
          || cells.size() != width
          || !cells.stream().allMatch(String.class::isInstance)) {
        throw ServiceException.invalid(
            "a row has no list of %d texts: load the page again, its columns are others by now"
                .formatted(width));
      }
      if (!Json.isWritable(cells)) {
        throw ServiceException.invalid("a cell has half of a character: type it again");
      }
      rows.add(row(before, cells.stream().map(String.class::cast).toList()));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("table", before.name());
    document.put("hitPolicy", before.hitPolicy().text());
    document.put("inputs", before.inputs().stream().map(GridRows::column).toList());
    document.put("outputs", before.outputs().stream().map(GridRows::column).toList());
    document.put("rows", rows);
    return new GridRows(
        sent.text("tag", MAX_TAG_CHARS).orElse(""),
        JsonTable.readCells(before.file(), Json.write(document), lexicon),
        CellPlaces.plain(rows.size(), width));
  }

  private static Map<String, Object> column(Column column) {
    Map<String, Object> view = new LinkedHashMap<>();
    Field field = column.field();
    view.put("field", field.name());
    if (!field.unit().isEmpty()) {
      view.put("unit", field.unit());
    }
    view.put("label", column.label());
    return view;
  }

  private static Map<String, Object> row(DecisionTable table, List<String> cells) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", cells.getFirst());
    row.put("when", keyed(table.inputs(), cells.subList(1, 1 + table.inputs().size())));
    row.put("then", keyed(table.outputs(), cells.subList(1 + table.inputs().size(), cells.size())));
    row.put("note", cells.getLast());
    return row;
  }

  private static Map<String, Object> keyed(List<Column> columns, List<String> cells) {
    Map<String, Object> keyed = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      keyed.put(columns.get(i).field().name(), cells.get(i));
    }
    return keyed;
  }

  /// What cannot be read, or else what the analysis of this one table finds.
  ///
  /// @param active the same table in the version that decides now
  List<Finding> findings(Optional<DecisionTable> active) {
    return reading
        .table()
        .map(table -> TableChecks.check(table, active))
        .orElseGet(reading::findings);
  }

  /// Findings for the module.
  Map<String, Object> plain(List<Finding> findings) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("findings", findings.stream().map(places::plain).toList());
    return view;
  }
}
