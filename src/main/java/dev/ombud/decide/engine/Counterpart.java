package dev.ombud.decide.engine;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Another ruleset beside the one that judges: tells whether it comes to the same outcome, without
/// judging a second time.
///
/// It can where both have the same rules, words and metrics, and differ in rows of tables alone. As
/// long as every table that differs chooses rows of the same ids and conclusions, all that follows
/// is the same, but for priority, near misses and the words of reasons; from the first that chooses
/// otherwise on, nothing is known. Immutable.
public final class Counterpart {
  private final boolean tells;
  private final Map<String, TableIndex> differing = new HashMap<>();

  private Counterpart(boolean tells) {
    this.tells = tells;
  }

  /// One that differs in more than rows, so that nothing is known without judging by it.
  static Counterpart unlike() {
    return new Counterpart(false);
  }

  static Counterpart of(Map<String, TableIndex> tables, Map<String, TableIndex> others) {
    if (tables.size() != others.size()) {
      return unlike();
    }
    Counterpart counterpart = new Counterpart(true);
    for (Map.Entry<String, TableIndex> other : others.entrySet()) {
      TableIndex own = tables.get(other.getKey());
      if (own == null || !isAlike(own.table(), other.getValue().table())) {
        return unlike();
      }
      if (!own.table().equals(other.getValue().table())) {
        counterpart.differing.put(other.getKey(), other.getValue());
      }
    }
    return counterpart;
  }

  /// Whether two tables are the same or differ in rows that are asked.
  private static boolean isAlike(DecisionTable own, DecisionTable other) {
    boolean isWords = own.name().equals(Stages.VOCABULARY) || own.name().equals(Stages.METRICS);
    return isWords
        ? own.equals(other)
        : own.hitPolicy() == other.hitPolicy() && outputs(own).equals(outputs(other));
  }

  private static List<Field> outputs(DecisionTable table) {
    return table.outputs().stream().map(DecisionTable.Column::field).toList();
  }

  /// Whether it can tell at all.
  boolean tells() {
    return tells;
  }

  /// Whether a table of it chooses as that of the ruleset that judges has chosen.
  boolean chooses(String table, HitPolicies.Choice chosen, Facts facts) {
    TableIndex index = differing.get(table);
    if (index == null) {
      return true;
    }
    HitPolicies.Choice choice = HitPolicies.choose(index.table(), index.matching(facts));
    if (choice.conflict() != chosen.conflict() || choice.rows().size() != chosen.rows().size()) {
      return false;
    }
    for (int i = 0; i < choice.rows().size(); i++) {
      DecisionTable.Row its = choice.rows().get(i).row();
      DecisionTable.Row mine = chosen.rows().get(i).row();
      if (!its.id().equals(mine.id()) || !its.conclusions().equals(mine.conclusions())) {
        return false;
      }
    }
    return true;
  }
}
