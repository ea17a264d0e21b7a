package dev.ombud.decide.sheet;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.Findings;
import dev.ombud.decide.table.Grid;
import dev.ombud.decide.table.HeaderReader;
import dev.ombud.decide.table.RefusedException;
import dev.ombud.decide.table.Spelling;
import dev.ombud.decide.table.TableReader;
import dev.ombud.decide.table.WordTests;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.poi.ss.util.CellReference;
import org.jspecify.annotations.Nullable;

/// A decision table as JSON:
///
/// ```
/// {
///   "table": "severity",
///   "hitPolicy": "PRIORITY",
///   "inputs": [{"field": "window.hours", "unit": "hours", "label": "How long"}],
///   "outputs": [{"field": "severity", "label": "Severity"}],
///   "rows": [
///     {"id": "SEV-001", "when": {"window.hours": "< 6"}, "then": {"severity": "P1"}, "note": "why"}
///   ]
/// }
/// ```
///
/// What stands in `when` and `then` is read exactly as a workbook's cell; a number or a flag may
/// also be a JSON number or boolean. An absent key is a blank cell, and as such an error. Findings
/// name the cell of the workbook that the table becomes, and the row. Stateless, so thread-safe.
public final class JsonTable {
  private static final int ROLES = 3;

  private final Findings findings;
  private final NavigableMap<Integer, NavigableMap<Integer, Grid.Cell>> rows = new TreeMap<>();
  private final Map<Integer, String> ids = new HashMap<>();
  private final Map<Integer, String> fields = new HashMap<>();
  private String sheet = "";

  private JsonTable(Findings findings) {
    this.findings = findings;
  }

  /// Never throws for any content; of 5 MB, 20,000 rows and 100 columns no more is read.
  ///
  /// @param file the name that findings give, for example `severity.json`
  /// @param lexicon the words that its cells may name
  public static WorkbookReader.Reading read(String file, byte[] json, Lexicon lexicon) {
    return read(file, json, lexicon, true);
  }

  /// The same for whoever shows findings at their cells: they do not repeat row and field.
  public static WorkbookReader.Reading readCells(String file, byte[] json, Lexicon lexicon) {
    return read(file, json, lexicon, false);
  }

  private static WorkbookReader.Reading read(
      String file, byte[] json, Lexicon lexicon, boolean named) {
    Findings findings = new Findings(file);
    if (json.length > Archive.MAX_BYTES) {
      findings.add(
          "too-large",
          "the document has %d bytes, but a table has at most %d: split the table"
              .formatted(json.length, Archive.MAX_BYTES));
      return new WorkbookReader.Reading(Optional.empty(), findings.list());
    }
    JsonTable reader = new JsonTable(findings);
    Optional<DecisionTable> table = Optional.empty();
    try {
      if (!(Json.read(json) instanceof Map<?, ?> document)) {
        findings.add("wrong-type", "the document is no object: write one in braces");
        return new WorkbookReader.Reading(table, findings.list());
      }
      reader.document(document);
      table = TableReader.read(new Grid(file, reader.sheet, reader.rows), lexicon, findings);
    } catch (RefusedException e) {
      findings.add(e.code(), e.reason());
    } catch (ServiceException e) {
      if (e.code() != ErrorCode.MALFORMED_JSON) {
        throw e;
      }
      int line = e.members().get("line") instanceof Long number ? Math.toIntExact(number) : 1;
      findings.addLine(line, "malformed-json", e.detail().replaceFirst("^line \\d+, ", ""));
    }
    return new WorkbookReader.Reading(
        table, named ? findings.list().stream().map(reader::named).toList() : findings.list());
  }

  private void document(Map<?, ?> document) {
    Map<?, ?> table =
        object("the document", document, "table", "hitPolicy", "inputs", "outputs", "rows");
    put(1, 0, "`table`", "Table");
    put(1, 1, "`table`", table.get("table"));
    put(2, 0, "`hitPolicy`", "Hit policy");
    put(2, 1, "`hitPolicy`", table.get("hitPolicy"));
    sheet = WorkbookWriter.sheetName(table.get("table") instanceof String name ? name.strip() : "");
    put(ROLES, 0, "`rows`", "id");
    put(ROLES + 2, 0, "`rows`", "Id");
    List<?> tested = list("inputs", table);
    List<?> concluded = list("outputs", table);
    if (tested.size() + concluded.size() > HeaderReader.MAX_COLUMNS) {
      throw new RefusedException(
          "too-many-columns",
          "the table has %d inputs and outputs, but takes %d columns: split it"
              .formatted(tested.size() + concluded.size(), HeaderReader.MAX_COLUMNS));
    }
    Map<String, Integer> inputs = columns("in", "inputs", tested, 1);
    Map<String, Integer> outputs = columns("out", "outputs", concluded, 1 + tested.size());
    int note = 1 + tested.size() + concluded.size();
    int number = ROLES + 3;
    for (Object item : list("rows", table)) {
      String place = "`rows[" + (number - ROLES - 3) + "]`";
      Map<?, ?> row = object(place, item, "id", "when", "then", "note");
      ids.put(number, row.get("id") instanceof String id ? Spelling.quoted(id) : place);
      put(number, 0, place, row.get("id"));
      cells(number, "when", row.get("when"), inputs);
      cells(number, "then", row.get("then"), outputs);
      put(number, note, place, row.get("note"));
      number++;
    }
    put(ROLES, note, "`rows`", "note");
  }

  /// The positions of the columns by the name of their field.
  private Map<String, Integer> columns(String role, String key, List<?> list, int first) {
    Map<String, Integer> positions = new LinkedHashMap<>();
    int position = first;
    for (Object item : list) {
      String place = "`%s[%d]`".formatted(key, position - first);
      Map<?, ?> column = object(place, item, "field", "unit", "label");
      put(ROLES, position, place, role);
      if (column.get("field") instanceof String field) {
        positions.putIfAbsent(field, position);
        fields.put(position, field);
        String unit = column.get("unit") instanceof String text ? " [" + text + "]" : "";
        put(ROLES + 1, position, place, field + unit);
      } else {
        put(ROLES + 1, position, place, column.get("field"));
      }
      if (column.get("unit") != null && !(column.get("unit") instanceof String)) {
        findings.add("wrong-type", place + " has a unit that is no text: write the field's unit");
      }
      put(ROLES + 2, position, place, column.get("label"));
      position++;
    }
    return positions;
  }

  private void cells(int number, String key, @Nullable Object value, Map<String, Integer> columns) {
    Map<?, ?> cells = value == null ? Map.of() : object("`" + key + "`", value, number);
    cells.forEach((name, cell) -> {
      Integer position = columns.get(String.valueOf(name));
      if (position == null) {
        findings.add(
            sheet,
            number,
            0,
            "unknown-field",
            "`%s` names %s, which is no column of the table: %s"
                .formatted(
                    key,
                    Spelling.quoted(String.valueOf(name)),
                    Spelling.remedy(String.valueOf(name), List.copyOf(columns.keySet()))));
      } else {
        put(number, position, "`" + key + "`", cell == null ? Optional.empty() : cell);
      }
    });
  }

  /// Puts a cell where there is something to put; `Optional.empty` stands for an explicit null.
  private void put(int row, int column, String place, @Nullable Object value) {
    Grid.@Nullable Cell cell =
        switch (value) {
          case null -> null;
          case String text -> text.isBlank() ? null : new Grid.Text(text);
          case Number number -> new Grid.Figure(number.doubleValue(), false);
          case Boolean flag -> new Grid.Flag(flag);
          default -> new Grid.Refused();
        };
    if (cell == null) {
      return;
    }
    if (cell instanceof Grid.Refused) {
      findings.add(
          sheet,
          row,
          column,
          "wrong-type",
          place + " holds what is no cell: write a text, a number, true or false");
    } else if (cell instanceof Grid.Text(String text)) {
      try {
        CellText.require(text);
      } catch (RefusedException e) {
        findings.add(sheet, row, column, e.code(), e.reason());
        cell = new Grid.Refused();
      }
    }
    rows.computeIfAbsent(row, _ -> new TreeMap<>()).put(column, cell);
    SheetReader.requireFew(rows);
  }

  private Map<?, ?> object(String place, @Nullable Object value, String... known) {
    if (!(value instanceof Map<?, ?> object)) {
      findings.add("wrong-type", place + " is no object: write one in braces");
      return Map.of();
    }
    for (Object key : object.keySet()) {
      String name = String.valueOf(key);
      if (!List.of(known).contains(name)) {
        findings.add(
            "unknown-key",
            "%s has the key %s: %s"
                .formatted(place, Spelling.quoted(name), Spelling.remedy(name, List.of(known))));
      }
    }
    return object;
  }

  private Map<?, ?> object(String place, Object value, int row) {
    if (value instanceof Map<?, ?> object) {
      return object;
    }
    findings.add(
        sheet, row, 0, "wrong-type", place + " is no object: write one in braces, keyed by field");
    return Map.of();
  }

  private List<?> list(String key, Map<?, ?> table) {
    if (table.get(key) instanceof List<?> list) {
      return list;
    }
    findings.add("wrong-type", "`" + key + "` is no list: write one in square brackets");
    return List.of();
  }

  /// Says also which row and field of the document a finding is about.
  private Finding named(Finding finding) {
    if (finding.sheet().isEmpty() || finding.cell().isEmpty()) {
      return finding;
    }
    CellReference cell = new CellReference(finding.cell());
    String row = ids.get(cell.getRow() + 1);
    if (row == null) {
      return finding;
    }
    String field = fields.get((int) cell.getCol());
    return new Finding(
        finding.file(),
        finding.sheet(),
        finding.cell(),
        finding.level(),
        finding.code(),
        "row " + row + (field == null ? "" : ", `" + field + "`") + ": " + finding.message());
  }

  /// One line of UTF-8.
  public static byte[] write(DecisionTable table) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("table", table.name());
    document.put("hitPolicy", table.hitPolicy().text());
    document.put("inputs", table.inputs().stream().map(JsonTable::column).toList());
    document.put("outputs", table.outputs().stream().map(JsonTable::column).toList());
    List<Object> rows = new ArrayList<>(table.rows().size());
    for (Row row : table.rows()) {
      Map<String, Object> when = new LinkedHashMap<>();
      for (int i = 0; i < table.inputs().size(); i++) {
        when.put(table.inputs().get(i).field().name(), row.tests().get(i).text());
      }
      Map<String, Object> then = new LinkedHashMap<>();
      for (int i = 0; i < table.outputs().size(); i++) {
        Object value = row.conclusions().get(i);
        boolean isText = value == null || value instanceof String;
        then.put(table.outputs().get(i).field().name(), isText ? WordTests.shown(value) : value);
      }
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("id", row.id());
      line.put("when", when);
      line.put("then", then);
      line.put("note", row.note());
      rows.add(line);
    }
    document.put("rows", rows);
    return Json.write(document);
  }

  private static Map<String, Object> column(Column column) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("field", column.field().name());
    if (!column.field().unit().isEmpty()) {
      fields.put("unit", column.field().unit());
    }
    fields.put("label", column.label());
    return fields;
  }
}
