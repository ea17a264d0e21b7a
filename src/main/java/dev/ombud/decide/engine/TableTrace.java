package dev.ombud.decide.engine;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one table made of some facts, and what it nearly made: the rows that match with what became
/// of each under the hit policy, and the nearest of those that do not.
///
/// Found by looking at every row of the table, without index and rules engine: what a trace says is
/// a second opinion on what decided. Immutable.
///
/// @param askedAbout the category or the metric, where the table is asked about each
/// @param conflict whether the rows that match contradict each other, so that none counts
/// @param matched in table order
/// @param nearest at most 3: those first that would have made a difference, then those with the
///   fewest tests that fail, then the closest
public record TableTrace(
    DecisionTable table,
    Optional<String> askedAbout,
    boolean conflict,
    List<Match> matched,
    List<Miss> nearest) {
  private static final int NEAREST = 3;

  public TableTrace {
    matched = List.copyOf(matched);
    nearest = List.copyOf(nearest);
  }

  /// What becomes of a row that matches.
  public enum Standing {
    /// It counts.
    COUNTS,
    /// An earlier row counts, and only one may.
    LATER,
    /// A row counts whose conclusions come before in their declared order.
    LOWER,
    /// Another row counts that concludes the same.
    AGREES,
    /// No row counts, because another one matches too that must not.
    CONTRADICTS
  }

  /// What would become of the table if a row had matched as well.
  public enum Consequence {
    /// That row would count.
    COUNTS,
    /// No row would count any more.
    CONTRADICTS,
    /// The same rows would count as do.
    NOTHING
  }

  /// A row that matches.
  ///
  /// @param against the row that counts in its place, or that it contradicts; nothing where it
  ///   counts itself
  /// @param compared each test that asks something
  public record Match(
      Row row, Standing standing, Optional<String> against, List<Compared> compared) {
    public Match {
      compared = List.copyOf(compared);
    }
  }

  /// One test that holds.
  ///
  /// @param value as [Facts#shown] has it
  public record Compared(Column column, @Nullable Object value, UnaryTest test) {}

  /// A row that does not match.
  public record Miss(Row row, Consequence consequence, List<Failure> failed) {
    public Miss {
      failed = List.copyOf(failed);
    }
  }

  /// One test that fails.
  ///
  /// @param value as [Facts#shown] has it; null where it is not known
  /// @param gap nothing for words and flags, and where the number is not known
  public record Failure(Column column, @Nullable Object value, UnaryTest test, Optional<Gap> gap) {}

  /// How far a number is from the nearest interval that would do, in exact decimals.
  ///
  /// @param distance 0 where the number is the very bound, and the bound does not belong to it
  /// @param above whether the number is over that interval, and not short of it
  public record Gap(BigDecimal distance, boolean above) {}

  /// The rows that count, in table order.
  public List<Row> counting() {
    return matched.stream()
        .filter(match -> match.standing() == Standing.COUNTS)
        .map(Match::row)
        .toList();
  }

  static TableTrace of(DecisionTable table, Optional<String> askedAbout, Facts facts) {
    List<RowFact.Body> matching = new ArrayList<>();
    List<RowFact.Body> others = new ArrayList<>();
    int position = 0;
    for (Row row : table.rows()) {
      position++;
      RowFact.Body body = new RowFact.Body(table, row, position, null);
      (row.matches(facts) ? matching : others).add(body);
    }
    HitPolicies.Choice choice = HitPolicies.choose(table, matching);
    return new TableTrace(
        table,
        askedAbout,
        choice.conflict(),
        matching.stream().map(row -> match(table, row, matching, choice, facts)).toList(),
        others.stream()
            .map(row -> near(table, row, matching, choice, facts))
            .sorted(
                Comparator.comparing(
                        (Near near) -> near.miss().consequence() == Consequence.NOTHING)
                    .thenComparingInt(near -> near.miss().failed().size())
                    .thenComparingDouble(Near::distance))
            // Of a table that is asked about a name, the rows about other names are not near.
            .limit(isAskedAboutNames(table) ? 0 : NEAREST)
            .map(Near::miss)
            .toList());
  }

  private static boolean isAskedAboutNames(DecisionTable table) {
    return table.inputs().stream()
        .anyMatch(column -> column.field().origin() == Field.Origin.SUBJECT);
  }

  private static Match match(
      DecisionTable table,
      RowFact.Body row,
      List<RowFact.Body> matching,
      HitPolicies.Choice choice,
      Facts facts) {
    List<Compared> compared = new ArrayList<>();
    for (int column = 0; column < table.inputs().size(); column++) {
      UnaryTest test = row.row().tests().get(column);
      if (!(test instanceof UnaryTest.Any)) {
        Column input = table.inputs().get(column);
        compared.add(new Compared(input, facts.shown(input.field()), test));
      }
    }
    if (choice.conflict()) {
      String other =
          matching.stream()
              .filter(each -> contradicts(table, row, each))
              .findFirst()
              .map(each -> each.row().id())
              .orElse("");
      return new Match(row.row(), Standing.CONTRADICTS, Optional.of(other), compared);
    }
    if (choice.rows().contains(row)) {
      return new Match(row.row(), Standing.COUNTS, Optional.empty(), compared);
    }
    RowFact.Body winner = choice.rows().getFirst();
    return new Match(
        row.row(), standing(table, row, winner), Optional.of(winner.row().id()), compared);
  }

  /// Of a conflict under UNIQUE any two are a part; under ANY those that conclude otherwise.
  private static boolean contradicts(DecisionTable table, RowFact.Body row, RowFact.Body other) {
    return row != other
        && (table.hitPolicy() == DecisionTable.HitPolicy.UNIQUE
            || !row.row().conclusions().equals(other.row().conclusions()));
  }

  private static Standing standing(DecisionTable table, RowFact.Body row, RowFact.Body winner) {
    return switch (table.hitPolicy()) {
      case PRIORITY -> row.rank() > winner.rank() ? Standing.LOWER : Standing.LATER;
      case ANY -> Standing.AGREES;
      case UNIQUE, FIRST, COLLECT, RULE_ORDER, COLLECT_SUM -> Standing.LATER;
    };
  }

  private record Near(Miss miss, double distance) {}

  private static Near near(
      DecisionTable table,
      RowFact.Body row,
      List<RowFact.Body> matching,
      HitPolicies.Choice choice,
      Facts facts) {
    List<Failure> failed = new ArrayList<>();
    double distance = 0;
    for (int column = 0; column < table.inputs().size(); column++) {
      UnaryTest test = row.row().tests().get(column);
      if (!test.holds(facts)) {
        Failure failure = failure(table.inputs().get(column), test, facts);
        failed.add(failure);
        distance += relative(failure);
      }
    }
    return new Near(
        new Miss(row.row(), consequence(table, row, matching, choice), failed), distance);
  }

  private static Consequence consequence(
      DecisionTable table,
      RowFact.Body row,
      List<RowFact.Body> matching,
      HitPolicies.Choice choice) {
    List<RowFact.Body> more = new ArrayList<>(matching);
    more.add(row);
    more.sort(Comparator.comparingInt(RowFact.Body::position));
    HitPolicies.Choice then = HitPolicies.choose(table, more);
    if (then.conflict()) {
      return choice.conflict() ? Consequence.NOTHING : Consequence.CONTRADICTS;
    }
    // Of rows that agree under ANY the first counts; which one that is makes no difference.
    boolean same = table.hitPolicy() == DecisionTable.HitPolicy.ANY && !choice.rows().isEmpty();
    return then.rows().contains(row) && !same ? Consequence.COUNTS : Consequence.NOTHING;
  }

  private static Failure failure(Column column, UnaryTest test, Facts facts) {
    Field field = column.field();
    return new Failure(
        column,
        facts.shown(field),
        test,
        test instanceof UnaryTest.InRanges ranges
            ? gap(ranges, facts.number(field))
            : Optional.empty());
  }

  private static Optional<Gap> gap(UnaryTest.InRanges ranges, double number) {
    if (!Double.isFinite(number)) {
      return Optional.empty();
    }
    return ranges.ranges().stream()
        .map(range -> {
          boolean above = number >= range.high();
          BigDecimal off = exact(number).subtract(exact(above ? range.high() : range.low()));
          return new Gap(off.abs().stripTrailingZeros(), above);
        })
        .min(Comparator.comparing(Gap::distance));
  }

  /// As people wrote it: 0.1 and not the binary number next to it.
  private static BigDecimal exact(double number) {
    return new BigDecimal(Double.toString(number));
  }

  /// From 0 for the very bound to 1 for what has no distance.
  private static double relative(Failure failure) {
    if (failure.gap().isEmpty() || !(failure.value() instanceof Double value)) {
      return 1;
    }
    double distance = failure.gap().get().distance().doubleValue();
    return distance == 0 ? 0 : distance / (Math.abs(value) + distance);
  }
}
