package dev.ombud.decide.engine;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.field.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
      case PRIORITY -> one(first(matched));
      case ANY -> agree(matched) ? one(matched.getFirst()) : contradiction();
      case COLLECT, RULE_ORDER, COLLECT_SUM -> new Choice(List.copyOf(matched), false);
    };
  }

  /// A row's place under PRIORITY: by the declared order of the first output's words, then of the
  /// next one's. The lower wins.
  static long rank(DecisionTable table, DecisionTable.Row row) {
    long rank = 0;
    for (int column = 0; column < table.outputs().size(); column++) {
      if (table.outputs().get(column).field().type() instanceof Field.WordType words) {
        rank = rank * (words.words().size() + 1) + place(words, row.conclusions().get(column));
      }
    }
    return rank;
  }

  /// What concludes nothing comes last.
  private static int place(Field.WordType words, @Nullable Object conclusion) {
    int place = conclusion == null ? -1 : words.words().indexOf(conclusion);
    return place < 0 ? words.words().size() : place;
  }

  private static RowFact.Body first(List<RowFact.Body> matched) {
    RowFact.Body best = matched.getFirst();
    for (RowFact.Body row : matched) {
      if (row.rank() < best.rank()) {
        best = row;
      }
    }
    return best;
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
