package dev.ombud.decide.engine;

import dev.ombud.ground.field.Facts;
import java.util.ArrayList;
import java.util.List;

/// Facts on their way through tables, and the rows that admit them. Not thread-safe.
public final class Matching {
  private final Facts facts;
  private final List<RowFact.Body> matched = new ArrayList<>(8);

  Matching(Facts facts) {
    this.facts = facts;
  }

  /// Called by the table rule alone.
  public void hit(RowFact row) {
    matched.add(row.body());
  }

  Facts facts() {
    return facts;
  }

  List<RowFact.Body> matched() {
    return matched;
  }
}
