package dev.ombud.ground.domain;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Some of a list, in the order that was asked for. Immutable.
///
/// @param next the cursor of the next page, or nothing at the end
public record Page<T>(List<T> items, Optional<String> next) {
  public Page {
    items = List.copyOf(items);
  }

  /// What was found where one more was looked for than fits: that one tells whether there is more.
  ///
  /// @param found at most one more than `limit`
  /// @param cursor of the last item of a page that is not the last
  public static <T> Page<T> of(List<T> found, int limit, Function<? super T, Object> cursor) {
    return found.size() <= limit
        ? new Page<>(found, Optional.empty())
        : new Page<>(
            found.subList(0, limit), Optional.of(cursor.apply(found.get(limit - 1)).toString()));
  }

  /// The same page of other items.
  public <V> Page<V> map(Function<? super T, ? extends V> view) {
    return new Page<>(items.stream().<V>map(view).toList(), next);
  }
}
