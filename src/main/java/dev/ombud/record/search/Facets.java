package dev.ombud.record.search;

import java.util.List;
import java.util.Map;

/// How many decisions have which value of which criterion. Immutable.
///
/// @param decisions that were counted
/// @param isComplete whether these are all that the filter lets through; otherwise they are the
///   newest of them
public record Facets(long decisions, boolean isComplete, Map<Criterion, Facet> facets) {

  /// @param values the most frequent ones, most frequent first, and in the order of the alphabet
  ///   where they are as frequent
  /// @param others how many further values there are
  public record Facet(List<Count> values, long others) {}

  public record Count(String value, long decisions) {}
}
