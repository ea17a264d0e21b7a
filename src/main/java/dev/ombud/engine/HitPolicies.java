package dev.ombud.engine;

import dev.ombud.domain.Field;
import dev.ombud.table.DecisionTable;
import java.util.Comparator;
import java.util.List;

/// Picks, among the rows that match, those that count (DMN 1.5, section 8.2.11).
final class HitPolicies {
  private HitPolicies() {}

  /// @param rows those that count, in table order
  /// @param conflict whether the matching rows contradict each other under this policy; then none
  ///   counts
  record Choice(List<RowFact.Body> rows, boolean conflict) {}

  /// @param matched the matching rows in table order, each once
  static Choice choose(DecisionTable table, List<RowFact.Body> matched) {
    if (matched.isEmpty()) {
      return new Choice(List.of(), false);
    }
    return switch (table.hitPolicy()) {
      case UNIQUE -> matched.size() == 1 ? one(matched.getFirst()) : contradiction();
      case FIRST -> one(matched.getFirst());
      case PRIORITY ->
          one(matched.stream().min(byPriority(table)).orElseThrow(IllegalStateException::new));
      case ANY -> agree(matched) ? one(matched.getFirst()) : contradiction();
      case COLLECT, RULE_ORDER -> new Choice(List.copyOf(matched), false);
    };
  }

  /// The order in which conclusions win under PRIORITY: the declared order of the first output's
  /// words, then of the next one's.
  static Comparator<RowFact.Body> byPriority(DecisionTable table) {
    return (left, right) -> {
      for (int column = 0; column < table.outputs().size(); column++) {
        Field field = table.outputs().get(column).field();
        if (field.type() instanceof Field.WordType words) {
          int order =
              Integer.compare(
                  place(words, left.row().conclusions().get(column)),
                  place(words, right.row().conclusions().get(column)));
          if (order != 0) {
            return order;
          }
        }
      }
      return 0;
    };
  }

  private static int place(
      Field.WordType words, @org.jspecify.annotations.Nullable Object conclusion) {
    int place = conclusion == null ? -1 : words.words().indexOf(conclusion);
    return place < 0 ? Integer.MAX_VALUE : place;
  }

  private static boolean agree(List<RowFact.Body> matched) {
    return matched.stream().map(body -> body.row().conclusions()).distinct().count() == 1;
  }

  private static Choice one(RowFact.Body row) {
    return new Choice(List.of(row), false);
  }

  private static Choice contradiction() {
    return new Choice(List.of(), true);
  }
}
