package dev.ombud.decide.table;

import java.util.ArrayList;
import java.util.List;

/// The shape that all tests share: a list, maybe inside `not(…)`.
///
/// @param items what stands between the commas, without outer spaces; a comma in quotes does not
///   separate
record CellItems(boolean negated, List<String> items) {
  CellItems {
    items = List.copyOf(items);
  }

  static CellItems of(String cell) {
    boolean negated = cell.startsWith("not") && cell.substring(3).strip().startsWith("(");
    if (!negated) {
      return new CellItems(false, split(cell, cell));
    }
    String rest = cell.substring(3).strip();
    if (!rest.endsWith(")")) {
      throw new RefusedException(
          "not-closed",
          "%s does not end with the bracket of its `not(`: write not(…) around the whole list"
              .formatted(Spelling.quoted(cell)));
    }
    return new CellItems(true, split(rest.substring(1, rest.length() - 1), cell));
  }

  private static List<String> split(String list, String cell) {
    List<String> items = new ArrayList<>();
    boolean inQuotes = false;
    int from = 0;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      if (inQuotes && c == '\\') {
        i++;
      } else if (c == '"') {
        inQuotes = !inQuotes;
      } else if (c == ',' && !inQuotes) {
        items.add(list.substring(from, i).strip());
        from = i + 1;
      }
    }
    items.add(list.substring(from).strip());
    if (items.contains("")) {
      throw new RefusedException(
          "missing-item",
          "%s has nothing on one side of a comma or bracket: delete the comma or write a value"
              .formatted(Spelling.quoted(cell)));
    }
    return items;
  }
}
