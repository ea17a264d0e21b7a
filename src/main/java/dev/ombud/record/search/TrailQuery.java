package dev.ombud.record.search;

import dev.ombud.ground.base.DrillFilter;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.text.Excerpt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Which piece of evidence somebody follows, and from which decision on.
///
/// @param limit at most so many decisions, 1 to 50
public record TrailQuery(String evidenceId, int limit, Optional<Position> after) {
  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 50;

  /// The query parameters that [#read] reads.
  public static String[] parameters() {
    return new String[] {"limit", "cursor"};
  }

  /// @param query gives the values of a parameter; none where it is absent
  /// @throws ServiceException BAD_PARAMETER
  public static TrailQuery read(String evidenceId, Function<String, List<String>> query) {
    String id = Criterion.EVIDENCE.read(evidenceId);
    int limit =
        DecisionFilter.one(query, "limit")
            .map(text -> DecisionQuery.limit(text, MAX_LIMIT))
            .orElse(DEFAULT_LIMIT);
    return new TrailQuery(
        id,
        limit,
        DecisionFilter.one(query, "cursor")
            .map(text -> Position.read(text, filter(id), DecisionOrder.OLDEST)));
  }

  /// The decisions whose aggregates had the piece of evidence, drills among them: a text stands
  /// wherever it was sent.
  DecisionFilter filter() {
    return filter(evidenceId);
  }

  private static DecisionFilter filter(String evidenceId) {
    return DecisionFilter.ALL
        .with(Map.of(Criterion.EVIDENCE, List.of(evidenceId)))
        .with(DrillFilter.TRUE);
  }

  ServiceException notFound() {
    return new ServiceException(
        ErrorCode.NOT_FOUND,
        "no decision on record used evidence `%s`: check the id".formatted(Excerpt.of(evidenceId)));
  }
}
