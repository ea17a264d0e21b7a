package dev.ombud.decide.engine;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.ground.domain.Judgement.Comparison;
import dev.ombud.ground.domain.Judgement.NearMiss;
import dev.ombud.ground.field.Facts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the rows that would have won but for one cell, nearest first.
final class NearMisses {
  private static final int MAX_MISSES = 3;

  private NearMisses() {}

  /// @param winner the row that won, or null where none matched
  static List<NearMiss> find(TableIndex index, Facts facts, RowFact.@Nullable Body winner) {
    List<NearMiss> misses = new ArrayList<>(MAX_MISSES);
    List<String> slots = index.slots(facts);
    Set<RowFact.Body> seen = slots.size() > 2 ? new HashSet<>() : Set.of();
    for (String slot : slots) {
      for (RowFact row : index.rowsIn(slot)) {
        RowFact.Body body = row.body();
        if (wouldWin(index.table(), body, winner)) {
          UnaryTest failed = onlyFailure(body, facts);
          if (failed != null && (slots.size() <= 2 || seen.add(body))) {
            misses.add(miss(index.table(), body, failed, facts));
          }
        }
      }
    }
    misses.sort(Comparator.comparingDouble(NearMisses::relativeDistance));
    return misses.size() > MAX_MISSES ? misses.subList(0, MAX_MISSES) : misses;
  }

  private static @Nullable UnaryTest onlyFailure(RowFact.Body body, Facts facts) {
    UnaryTest failed = null;
    for (UnaryTest test : body.open()) {
      if (!test.holds(facts)) {
        if (failed != null) {
          return null;
        }
        if (!isNear(test, facts)) {
          return null;
        }
        failed = test;
      }
    }
    return failed;
  }

  /// A known number outside an interval, or a signal that stayed false. Another word is not near.
  private static boolean isNear(UnaryTest test, Facts facts) {
    return switch (test) {
      case UnaryTest.InRanges ranges -> !Double.isNaN(facts.number(ranges.field()));
      case UnaryTest.IsFlag _ -> true;
      case UnaryTest.InWords _, UnaryTest.Any _ -> false;
    };
  }

  private static boolean wouldWin(
      DecisionTable table, RowFact.Body body, RowFact.@Nullable Body winner) {
    if (winner == null) {
      return true;
    }
    return switch (table.hitPolicy()) {
      case FIRST -> body.position() < winner.position();
      case PRIORITY -> body.rank() < winner.rank();
      case UNIQUE, ANY, COLLECT, RULE_ORDER, COLLECT_SUM -> false;
    };
  }

  private static NearMiss miss(
      DecisionTable table, RowFact.Body body, UnaryTest failed, Facts facts) {
    Comparison comparison =
        new Comparison(failed.field().name(), facts.shown(failed.field()), failed.text());
    return new NearMiss(table.name(), body.row().id(), comparison, distance(failed, facts));
  }

  /// How far a number is from the nearest interval; null for words and for what is not known.
  private static @Nullable Double distance(UnaryTest failed, Facts facts) {
    if (!(failed instanceof UnaryTest.InRanges ranges)) {
      return null;
    }
    double number = facts.number(failed.field());
    double nearest = Double.POSITIVE_INFINITY;
    for (UnaryTest.Interval interval : ranges.ranges()) {
      nearest = Math.min(nearest, Math.max(interval.low() - number, number - interval.high()));
    }
    // 0 where the number is a bound that does not belong to the interval.
    return Double.isFinite(nearest) ? Math.round(nearest * 1e9) / 1e9 : null;
  }

  private static double relativeDistance(NearMiss miss) {
    Double distance = miss.distance();
    if (distance == null || !(miss.failed().value() instanceof Double value)) {
      return Double.MAX_VALUE;
    }
    return distance / (Math.abs(value) + distance + 1e-9);
  }
}
