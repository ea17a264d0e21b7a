package dev.ombud.decide.engine;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.ground.field.Facts;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// A table's row as a fact in a warm session: one for each slot that it stands in.
///
/// @param slot what a [SlotProbe] joins it on
public record RowFact(String slot, Body body) {

  /// Whether every test of the row holds; called by the table rule.
  public boolean admits(Matching subject) {
    return body.admits(subject.facts());
  }

  /// The row itself, shared by all its slots.
  static final class Body {
    private final DecisionTable table;
    private final DecisionTable.Row row;
    private final int position;
    private final long rank;
    private final UnaryTest[] tests;
    private final UnaryTest[] open;

    /// @param position the row's place in its table, from 0
    /// @param indexed the test that holds for whoever meets the row in its slot, or null
    Body(DecisionTable table, DecisionTable.Row row, int position, @Nullable UnaryTest indexed) {
      this.table = table;
      this.row = row;
      this.position = position;
      this.rank = HitPolicies.rank(table, row);
      this.tests =
          row.tests().stream()
              .filter(test -> !(test instanceof UnaryTest.Any))
              .toArray(UnaryTest[]::new);
      this.open =
          Arrays.stream(tests)
              .filter(test -> !test.equals(indexed))
              .sorted(Comparator.comparingInt(Body::effort))
              .toArray(UnaryTest[]::new);
    }

    /// A flag is read faster than a number is compared, and that faster than a word is looked up.
    private static int effort(UnaryTest test) {
      return switch (test) {
        case UnaryTest.Any _ -> 0;
        case UnaryTest.IsFlag _ -> 1;
        case UnaryTest.InRanges _ -> 2;
        case UnaryTest.InWords _ -> 3;
      };
    }

    DecisionTable table() {
      return table;
    }

    DecisionTable.Row row() {
      return row;
    }

    int position() {
      return position;
    }

    /// Its place under the hit policy PRIORITY: the lower wins.
    long rank() {
      return rank;
    }

    /// The tests that ask something, in column order.
    UnaryTest[] tests() {
      return tests;
    }

    /// Those of them that the slot does not answer already, the quickest first.
    UnaryTest[] open() {
      return open;
    }

    boolean admits(Facts facts) {
      for (UnaryTest test : open) {
        if (!test.holds(facts)) {
          return false;
        }
      }
      return true;
    }
  }
}
