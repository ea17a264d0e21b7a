package dev.ombud.decide.table;

import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import java.util.List;
import java.util.Set;

/// One input cell: an S-FEEL unary test (DMN 1.5, section 9) over one field. An unknown value meets
/// only `-`. Immutable.
public sealed interface UnaryTest {

  Field field();

  boolean holds(Facts facts);

  /// The cell in its canonical spelling; reading it again gives an equal test.
  String text();

  /// `-`: any value, also an unknown one.
  record Any(Field field) implements UnaryTest {
    @Override
    public boolean holds(Facts facts) {
      return true;
    }

    @Override
    public String text() {
      return "-";
    }
  }

  /// A number in any of some intervals, which are disjoint and ascending. `not(…)` is kept as the
  /// intervals that remain.
  ///
  /// @param text the canonical spelling
  record InRanges(Field field, List<Interval> ranges, String text) implements UnaryTest {
    public InRanges {
      ranges = List.copyOf(ranges);
    }

    @Override
    public boolean holds(Facts facts) {
      double number = facts.number(field);
      for (int i = 0; i < ranges.size(); i++) {
        if (ranges.get(i).contains(number)) {
          return true;
        }
      }
      return false;
    }
  }

  /// One interval of numbers; infinite bounds are never included.
  record Interval(double low, boolean lowIncluded, double high, boolean highIncluded) {
    /// Never for NaN.
    public boolean contains(double number) {
      return (lowIncluded ? number >= low : number > low)
          && (highIncluded ? number <= high : number < high);
    }
  }

  /// A word or text out of a set, or outside it. Of several words (a [Field.WordsType]) one in the
  /// set is enough, and `not(…)` asks that none is.
  ///
  /// @param text the canonical spelling
  record InWords(Field field, Set<String> words, boolean negated, String text)
      implements UnaryTest {
    public InWords {
      words = Set.copyOf(words);
    }

    @Override
    public boolean holds(Facts facts) {
      return switch (facts.value(field)) {
        case null -> false;
        case List<?> several -> !several.isEmpty() && anyOf(several) != negated;
        case Object one -> words.contains(one) != negated;
      };
    }

    private boolean anyOf(List<?> several) {
      for (int i = 0; i < several.size(); i++) {
        if (words.contains(several.get(i))) {
          return true;
        }
      }
      return false;
    }
  }

  /// `true` or `false`.
  record IsFlag(Field field, boolean expected) implements UnaryTest {
    @Override
    public boolean holds(Facts facts) {
      return facts.value(field) instanceof Boolean flag && flag == expected;
    }

    @Override
    public String text() {
      return Boolean.toString(expected);
    }
  }
}
