package dev.ombud.decide.check;

import dev.ombud.decide.space.Report;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.ground.base.Finding.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A row that is not called what it was called before, or an id that now means another row.
/// Recorded decisions name rows by id, so whoever reads them would be led astray. Stateless, so
/// thread-safe.
public final class RowIdChanged {
  static final String CODE = "row-id-changed";

  private RowIdChanged() {}

  /// What a row says, whatever it is called and wherever it stands: field to cell, without `-`.
  private static Map<String, String> said(DecisionTable table, Row row) {
    Map<String, String> said = new TreeMap<>();
    for (int i = 0; i < table.inputs().size(); i++) {
      UnaryTest test = row.tests().get(i);
      if (!(test instanceof UnaryTest.Any)) {
        said.put("in " + test.field(), test.text());
      }
    }
    for (int i = 0; i < table.outputs().size(); i++) {
      Column column = table.outputs().get(i);
      Object conclusion = row.conclusions().get(i);
      if (conclusion != null) {
        said.put("out " + column.field(), conclusion.toString());
      }
    }
    return said;
  }

  static void check(DecisionTable before, DecisionTable after, Report report) {
    Map<String, Row> old = new HashMap<>();
    Map<Map<String, String>, List<String>> oldIds = new HashMap<>();
    for (Row row : before.rows()) {
      old.put(row.id(), row);
      oldIds.computeIfAbsent(said(before, row), _ -> new ArrayList<>()).add(row.id());
    }
    for (Row row : after.rows()) {
      Map<String, String> said = said(after, row);
      List<String> ids = oldIds.getOrDefault(said, List.of());
      if (ids.contains(row.id())) {
        continue;
      }
      Row namesake = old.get(row.id());
      if (!ids.isEmpty()) {
        report.add(row, Level.WARNING, CODE, () -> renamed(row.id(), ids.getFirst()));
      } else if (namesake != null
          && !row.note().equals(namesake.note())
          && sharesNothing(said, said(before, namesake))) {
        report.add(row, Level.WARNING, CODE, () -> reused(row.id()));
      }
    }
  }

  /// Whether no column says the same in both.
  private static boolean sharesNothing(Map<String, String> said, Map<String, String> other) {
    return said.entrySet().stream()
        .noneMatch(cell -> cell.getValue().equals(other.get(cell.getKey())));
  }

  private static String renamed(String id, String old) {
    return "%s was called %s before, and decisions are recorded under that: write %s"
        .formatted(id, old, old);
  }

  private static String reused(String id) {
    return "%s was a wholly different row before, and decisions are recorded under that: write a new id"
        .formatted(id);
  }
}
