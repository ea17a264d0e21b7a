package dev.ombud.engine;

import dev.ombud.domain.Facts;
import dev.ombud.table.DecisionTable;
import dev.ombud.table.UnaryTest;
import java.util.List;

/// A table's row as a fact in a warm session: one for each slot that it stands in.
///
/// @param slot what a [Probe] joins it on
public record RowFact(String slot, Body body) {

  /// Whether every test of the row holds; called by the table rule.
  public boolean admits(Case subject) {
    return body.admits(subject.facts());
  }

  /// The row itself, shared by all its slots.
  static final class Body {
    private final DecisionTable table;
    private final DecisionTable.Row row;
    private final int position;
    private final UnaryTest[] tests;

    Body(DecisionTable table, DecisionTable.Row row, int position) {
      this.table = table;
      this.row = row;
      this.position = position;
      List<UnaryTest> asked =
          row.tests().stream().filter(test -> !(test instanceof UnaryTest.Any)).toList();
      this.tests = asked.toArray(UnaryTest[]::new);
    }

    DecisionTable table() {
      return table;
    }

    DecisionTable.Row row() {
      return row;
    }

    /// The row's place in its table, from 0.
    int position() {
      return position;
    }

    /// The tests that ask something.
    UnaryTest[] tests() {
      return tests;
    }

    boolean admits(Facts facts) {
      for (UnaryTest test : tests) {
        if (!test.holds(facts)) {
          return false;
        }
      }
      return true;
    }
  }
}
