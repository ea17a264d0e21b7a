package dev.ombud.door.tablepages;

import dev.ombud.decide.sheet.JsonTable;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Field.FlagType;
import dev.ombud.ground.field.Field.NumberType;
import dev.ombud.ground.field.Field.TextType;
import dev.ombud.ground.field.Field.TextsType;
import dev.ombud.ground.field.Field.WordType;
import dev.ombud.ground.field.Field.WordsType;
import dev.ombud.ground.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A table as the grid shows it. Stateless.
final class GridData {
  private GridData() {}

  /// The texts of all cells, a list a row: id, inputs, outputs, note.
  static List<List<String>> cells(DecisionTable table) {
    Map<?, ?> document = Json.readMembers(JsonTable.write(table));
    List<List<String>> rows = new ArrayList<>();
    for (Object item : (List<?>) value(document, "rows")) {
      Map<?, ?> row = (Map<?, ?>) item;
      List<String> cells = new ArrayList<>();
      cells.add(text(row.get("id")));
      ((Map<?, ?>) value(row, "when")).values().forEach(cell -> cells.add(text(cell)));
      ((Map<?, ?>) value(row, "then")).values().forEach(cell -> cells.add(text(cell)));
      cells.add(text(row.get("note")));
      rows.add(cells);
    }
    return rows;
  }

  private static Object value(Map<?, ?> map, String key) {
    Object value = map.get(key);
    if (value == null) {
      throw new IllegalStateException("a table without `" + key + "`");
    }
    return value;
  }

  private static String text(@Nullable Object cell) {
    if (cell instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
      return Long.toString(number.longValue());
    }
    return String.valueOf(cell);
  }

  /// @param active the same table in the version that decides now
  /// @param hits how often each row counted lately
  /// @param findings about this table
  static Map<String, Object> of(
      DecisionTable table,
      Optional<DecisionTable> active,
      Map<String, Long> hits,
      List<Finding> findings) {
    CellPlaces places = CellPlaces.of(table);
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("table", table.name());
    view.put("hitPolicy", table.hitPolicy().text());
    List<Object> columns = new ArrayList<>();
    table.inputs().forEach(column -> columns.add(column(column, "in")));
    table.outputs().forEach(column -> columns.add(column(column, "out")));
    view.put("columns", columns);
    view.put("rows", cells(table));
    active.ifPresent(before -> {
      view.put("activeFields", fields(before));
      view.put("activeRows", cells(before));
    });
    view.put("hits", hits);
    view.put("findings", findings.stream().map(places::plain).toList());
    return view;
  }

  private static List<String> fields(DecisionTable table) {
    List<String> fields = new ArrayList<>();
    table.inputs().forEach(column -> fields.add("in " + column.field().name()));
    table.outputs().forEach(column -> fields.add("out " + column.field().name()));
    return fields;
  }

  private static Map<String, Object> column(Column column, String role) {
    Field field = column.field();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("role", role);
    view.put("field", field.name());
    view.put("label", column.label());
    view.put("unit", field.unit());
    view.put("meaning", field.meaning());
    view.put("kind", kind(field.type()));
    view.put("values", values(field.type(), role.equals("in")));
    return view;
  }

  private static String kind(Field.Type type) {
    return switch (type) {
      case NumberType _ -> "number";
      case WordType _, WordsType _ -> "word";
      case TextType _, TextsType _ -> "text";
      case FlagType _ -> "flag";
    };
  }

  /// What a drop-down offers: one value each; combinations are typed.
  private static List<String> values(Field.Type type, boolean isTest) {
    List<String> values = new ArrayList<>();
    values.add("-");
    switch (type) {
      case WordType(var words, var _) -> words.forEach(word -> values.add(shown(word, isTest)));
      case WordsType(var words, var _) -> words.forEach(word -> values.add(shown(word, isTest)));
      case FlagType _ -> values.addAll(List.of("true", "false"));
      case NumberType _, TextType _, TextsType _ -> values.clear();
    }
    return values;
  }

  private static String shown(String word, boolean isTest) {
    return isTest ? "\"" + word + "\"" : word;
  }
}
