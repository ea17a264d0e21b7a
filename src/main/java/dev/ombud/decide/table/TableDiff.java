package dev.ombud.decide.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What differs between two versions of a table: by the ids of rows and the fields of columns,
/// never by where they stand. Immutable.
///
/// @param changes of the table, then of its columns, then removed rows, then the rows from top to
///   bottom
public record TableDiff(List<Change> changes) {
  public TableDiff {
    changes = List.copyOf(changes);
  }

  /// What kind of change.
  public enum Kind {
    TABLE_ADDED,
    TABLE_REMOVED,
    HIT_POLICY_CHANGED,
    COLUMN_ADDED,
    COLUMN_REMOVED,
    LABEL_CHANGED,
    ROW_ADDED,
    ROW_REMOVED,
    /// It stands in another order among the rows that both versions have. Matters only where the
    /// order does, under FIRST and RULE ORDER.
    ROW_MOVED,
    /// All values that met the test still do, and more.
    TEST_WIDENED,
    /// Only values that met the test before do, and not all.
    TEST_NARROWED,
    /// Some values meet the test that did not, and some did that do not.
    TEST_CHANGED,
    CONCLUSION_CHANGED,
    NOTE_CHANGED
  }

  /// One difference; whatever does not apply is empty.
  ///
  /// @param row the id of the row
  /// @param field the name of the column's field
  /// @param before what stood there, as a cell says it; of a moved row its neighbours
  /// @param after what stands there now
  /// @param cellBefore for example `C14`; `C:C` of a whole column, `A14` of a whole row
  public record Change(
      Kind kind,
      String row,
      String field,
      String before,
      String after,
      String cellBefore,
      String cellAfter) {}

  /// No change at all where both are empty.
  public static TableDiff between(Optional<DecisionTable> before, Optional<DecisionTable> after) {
    boolean sameName =
        before.isPresent() && after.isPresent() && before.get().name().equals(after.get().name());
    if (sameName) {
      return new TableDiff(new TableComparison(before.get(), after.get()).changes());
    }
    List<Change> changes = new ArrayList<>();
    before.ifPresent(
        table -> changes.add(new Change(Kind.TABLE_REMOVED, "", "", table.name(), "", "B1", "")));
    after.ifPresent(
        table -> changes.add(new Change(Kind.TABLE_ADDED, "", "", "", table.name(), "", "B1")));
    return new TableDiff(changes);
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }
}
