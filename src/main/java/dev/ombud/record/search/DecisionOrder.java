package dev.ombud.record.search;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Nearest;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.text.Excerpt;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// In which order decisions are found. Each is total: where the priorities are equal, the newer
/// decision comes first.
public enum DecisionOrder {
  NEWEST,
  OLDEST,
  PRIORITY;

  private static final List<String> WORDS =
      Arrays.stream(values()).map(order -> order.name().toLowerCase(Locale.ROOT)).toList();

  /// Reads the parameter `order`.
  ///
  /// @throws ServiceException BAD_PARAMETER
  static DecisionOrder read(String text) {
    int index = WORDS.indexOf(text);
    if (index < 0) {
      String meant =
          Nearest.of(text, WORDS).map(word -> "did you mean `" + word + "`? ").orElse("");
      throw new ServiceException(
          ErrorCode.BAD_PARAMETER,
          "`order` is `%s`: %suse one of %s".formatted(Excerpt.of(text), meant, WORDS));
    }
    return List.of(values()).get(index);
  }
}
