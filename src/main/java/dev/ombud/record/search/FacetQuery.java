package dev.ombud.record.search;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Which decisions somebody wants counted.
///
/// @param limit at most so many values of a facet, 1 to 500
public record FacetQuery(DecisionFilter filter, int limit) {
  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 500;

  /// The query parameters that [#read] reads.
  public static String[] parameters() {
    return Stream.concat(Stream.of(DecisionFilter.parameters()), Stream.of("limit"))
        .toArray(String[]::new);
  }

  /// @param query gives the values of a parameter; none where it is absent
  /// @throws dev.ombud.ground.base.ServiceException BAD_PARAMETER
  public static FacetQuery read(Function<String, List<String>> query) {
    return new FacetQuery(
        DecisionFilter.read(query),
        DecisionFilter.one(query, "limit")
            .map(text -> DecisionQuery.limit(text, MAX_LIMIT))
            .orElse(DEFAULT_LIMIT));
  }
}
