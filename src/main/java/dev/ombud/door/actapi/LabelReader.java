package dev.ombud.door.actapi;

import dev.ombud.act.outcome.LabelChange;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads which labels a reviewer says are right: `{categories[]?, severity?, owner?}`. Stateless.
final class LabelReader {
  private LabelReader() {}

  /// @throws ServiceException INVALID_REQUEST
  static LabelChange read(Object labels) {
    if (!(labels instanceof Map<?, ?>)) {
      throw ServiceException.invalid(
          "`labels` is no object: write `categories`, `severity` or `owner` in braces");
    }
    JsonObject body = JsonObject.of(labels).requireOnly("categories", "severity", "owner");
    return new LabelChange(
        Optional.ofNullable(body.value("categories")).map(LabelReader::words),
        body.word("severity", Severity.values()),
        body.text("owner", LabelChange.MAX_OWNER_CHARS));
  }

  private static List<String> words(Object given) {
    List<String> words = new ArrayList<>();
    if (given instanceof List<?> items) {
      for (@Nullable Object item : items) {
        if (!(item instanceof String word)) {
          throw ServiceException.invalid("`categories` needs words in quotes: correct it");
        }
        words.add(word);
      }
      return words;
    }
    throw ServiceException.invalid("`categories` needs a list of words: write it in brackets");
  }
}
