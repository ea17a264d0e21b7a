package dev.ombud.record.search;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.text.Excerpt;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Which page of which decisions somebody asks for. Immutable.
///
/// @param limit at most so many, 1 to 500
/// @param after where the page before ended
public record DecisionQuery(
    DecisionFilter filter, DecisionOrder order, int limit, Optional<Position> after) {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 500;

  /// The query parameters that [#read] reads.
  public static String[] parameters() {
    return Stream.concat(
            Stream.of(DecisionFilter.parameters()), Stream.of("order", "limit", "cursor"))
        .toArray(String[]::new);
  }

  /// @param query gives the values of a parameter; none where it is absent
  /// @throws ServiceException BAD_PARAMETER
  public static DecisionQuery read(Function<String, List<String>> query) {
    DecisionFilter filter = DecisionFilter.read(query);
    DecisionOrder order =
        DecisionFilter.one(query, "order").map(DecisionOrder::read).orElse(DecisionOrder.NEWEST);
    return new DecisionQuery(
        filter,
        order,
        DecisionFilter.one(query, "limit")
            .map(text -> limit(text, MAX_LIMIT))
            .orElse(DEFAULT_LIMIT),
        DecisionFilter.one(query, "cursor").map(text -> Position.read(text, filter, order)));
  }

  /// The same without what was decided on historic evidence.
  public DecisionQuery withoutHistory() {
    return new DecisionQuery(filter.withoutHistory(), order, limit, after);
  }

  /// A number of items on a page.
  static int limit(String text, int most) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= most) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // The refusal below says it for both cases.
    }
    throw new ServiceException(
        ErrorCode.BAD_PARAMETER,
        "`limit` is `%s`: write a whole number from 1 to %d".formatted(Excerpt.of(text), most));
  }
}
