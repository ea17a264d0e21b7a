package dev.ombud.decide.table;

import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One decision table, in DMN's words: a hit policy, input and output columns, rows. Immutable.
///
/// @param name the table's name, for example `severity`
/// @param file the workbook it came from, for example `severity.xlsx`
/// @param sheet the sheet of that workbook
public record DecisionTable(
    String name,
    String file,
    String sheet,
    HitPolicy hitPolicy,
    List<Column> inputs,
    List<Column> outputs,
    List<Row> rows) {

  public DecisionTable {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    rows = List.copyOf(rows);
  }

  /// The same with no more than so many of its rows.
  public DecisionTable first(int most) {
    return new DecisionTable(
        name,
        file,
        sheet,
        hitPolicy,
        inputs,
        outputs,
        rows.subList(0, Math.min(most, rows.size())));
  }

  /// Where a row's cell of a column stands, for example `C14`.
  public String cell(Row row, Column column) {
    return Findings.address(row.number(), column.position());
  }

  /// Which of the matching rows count (DMN 1.5, section 8.2.11).
  public enum HitPolicy {
    /// At most one row may match.
    UNIQUE,
    /// The first matching row in table order counts.
    FIRST,
    /// The matching row whose conclusions come first in the output's declared order counts.
    PRIORITY,
    /// Several may match if they conclude the same.
    ANY,
    /// All matching rows count, in no particular order.
    COLLECT,
    /// All matching rows count, in table order.
    RULE_ORDER,
    /// COLLECT with the aggregator SUM (`C+`): the conclusions of all matching rows are added up.
    COLLECT_SUM;

    /// Whether every matching row counts.
    public boolean isCollecting() {
      return switch (this) {
        case COLLECT, RULE_ORDER, COLLECT_SUM -> true;
        case UNIQUE, FIRST, PRIORITY, ANY -> false;
      };
    }

    /// As it stands in a workbook, for example `RULE ORDER`.
    public String text() {
      return name().replace('_', ' ');
    }
  }

  /// One input or output column.
  ///
  /// @param position the column of the sheet, from 0
  /// @param label what people read above it
  public record Column(Field field, int position, String label) {}

  /// One row.
  ///
  /// @param id stable and unique in its table; survives insertion and sorting
  /// @param number the row of the sheet, from 1, as a spreadsheet shows it
  /// @param range from its id to its last test or conclusion, for example `A14:R14`
  /// @param tests one test an input column, in column order
  /// @param conclusions one constant an output column, in column order: a `Double`, `String` or
  ///   `Boolean`; null where the column says nothing (`-`)
  /// @param note why the row is there
  public record Row(
      String id,
      int number,
      String range,
      List<UnaryTest> tests,
      List<@Nullable Object> conclusions,
      String note) {

    public Row {
      tests = List.copyOf(tests);
      conclusions = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(conclusions));
    }

    /// Whether every test of the row holds.
    public boolean matches(Facts facts) {
      for (UnaryTest test : tests) {
        if (!test.holds(facts)) {
          return false;
        }
      }
      return true;
    }
  }
}
