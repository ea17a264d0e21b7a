package dev.ombud.testing;

import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.sheet.WorkbookReader;
import dev.ombud.decide.sheet.WorkbookWriter;
import dev.ombud.decide.table.DecisionTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The shipped ruleset with one cell of one table exchanged, as an owner would do it.
public final class TableEdit {
  private TableEdit() {}

  /// Lets a row conclude something else.
  public static RulesetParts conclude(String table, String row, String field, Object conclusion) {
    String file = table + ".xlsx";
    String path = "decision-tables/" + file;
    byte[] workbook = Rulesets.shipped().parts().get(path);
    DecisionTable before =
        WorkbookReader.read(file, java.util.Objects.requireNonNull(workbook), Lexicons.SHIPPED)
            .table()
            .orElseThrow();
    List<DecisionTable.Row> rows = new ArrayList<>();
    for (DecisionTable.Row each : before.rows()) {
      rows.add(each.id().equals(row) ? conclude(before, each, field, conclusion) : each);
    }
    if (rows.equals(before.rows())) {
      throw new IllegalArgumentException("there is no row `" + row + "` to change");
    }
    DecisionTable after =
        new DecisionTable(
            before.name(),
            before.file(),
            before.sheet(),
            before.hitPolicy(),
            before.inputs(),
            before.outputs(),
            rows);
    return Rulesets.with(path, WorkbookWriter.write(after));
  }

  private static DecisionTable.Row conclude(
      DecisionTable table, DecisionTable.Row row, String field, Object conclusion) {
    List<@Nullable Object> conclusions = new ArrayList<>(row.conclusions());
    for (int column = 0; column < table.outputs().size(); column++) {
      if (table.outputs().get(column).field().name().equals(field)) {
        conclusions.set(column, conclusion);
      }
    }
    return new DecisionTable.Row(
        row.id(), row.number(), row.range(), row.tests(), conclusions, row.note());
  }
}
