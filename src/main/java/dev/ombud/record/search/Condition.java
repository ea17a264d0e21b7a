package dev.ombud.record.search;

import java.util.ArrayList;
import java.util.List;

/// A piece of SQL that is true or false of a row, with the values for its question marks in their
/// order: texts, identities and numbers, fit for JDBC and for Jdbi. Immutable.
///
/// @param sql never empty; no value that a caller sent stands in it
public record Condition(String sql, List<Object> values) {
  public Condition {
    values = List.copyOf(values);
  }

  public static Condition of(String sql, Object... values) {
    return new Condition(sql, List.of(values));
  }

  /// Both.
  public Condition and(Condition other) {
    return then(" and ", other);
  }

  /// Both, with SQL of ours between them.
  Condition then(String between, Condition other) {
    List<Object> all = new ArrayList<>(values);
    all.addAll(other.values);
    return new Condition(sql + between + other.sql, all);
  }

  /// With SQL of ours around it.
  Condition within(String before, String after) {
    return new Condition(before + sql + after, values);
  }
}
