package dev.ombud.ground.field;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One declared field: what a column of a decision table may name, what the documentation lists.
///
/// @param index its place in the arrays of values; unique, from 0
/// @param name dotted name as it stands in a workbook's field row, for example `release.stage`
/// @param type what values it takes
/// @param unit what a number counts, for example `hours`; empty where it counts nothing
/// @param origin where its value comes from
/// @param meaning one clause for people
public record Field(int index, String name, Type type, String unit, Origin origin, String meaning) {

  /// Where the value of a field comes from.
  public enum Origin {
    /// The aggregate, as the caller sent it.
    AGGREGATE,
    /// Plain arithmetic on the aggregate; no policy in it.
    DERIVED,
    /// The evidence table: the thresholds that hold for this aggregate.
    LIMIT,
    /// The rules in `rules/`.
    SIGNAL,
    /// A release gate: what it was asked, and what it found on record.
    GATE,
    /// The one word, metric or incident that a table is asked about by itself.
    SUBJECT,
    /// A decision table's conclusion.
    CONCLUSION
  }

  /// What values a field takes.
  public sealed interface Type {}

  /// A number between two bounds, both included. `whole` numbers have no fraction.
  public record NumberType(double least, double most, boolean whole) implements Type {}

  /// One of a list of words. An `open` list may be met by words that it does not name: an aggregate
  /// may carry them, a table may not.
  public record WordType(List<String> words, boolean open) implements Type {
    public WordType {
      words = List.copyOf(words);
    }
  }

  /// Several words at once; a test holds if it holds for any of them.
  public record WordsType(List<String> words, boolean open) implements Type {
    public WordsType {
      words = List.copyOf(words);
    }
  }

  /// Any text of limited length, for names that only the caller knows (a product, a version).
  public record TextType(int longest) implements Type {}

  /// Several such texts at once; a test holds if it holds for any of them.
  ///
  /// @param longest of each
  public record TextsType(int longest) implements Type {
    /// So many different ones a column may name in one table, because the analysis tells inputs
    /// apart by sets of them.
    public static final int MAX_NAMED = 62;
  }

  /// `true` or `false`.
  public record FlagType() implements Type {}

  /// The same field with other values, for example with the words of one organisation.
  public Field with(Type filled) {
    return new Field(index, name, filled, unit, origin, meaning);
  }

  /// A field is the same whatever words it takes.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Field field && field.index == index;
  }

  @Override
  public int hashCode() {
    return index;
  }

  @Override
  public String toString() {
    return name;
  }
}
