package dev.ombud.api;

import dev.ombud.contract.JsonObject;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.domain.Severity;
import dev.ombud.review.LabelChange;
import java.util.ArrayList;
import java.util.Arrays;
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
      throw refusal("`labels` is no object: write `categories`, `severity` or `owner` in braces");
    }
    JsonObject body = JsonObject.of(labels).requireOnly("categories", "severity", "owner");
    return new LabelChange(
        Optional.ofNullable(body.value("categories")).map(LabelReader::words),
        Optional.ofNullable(body.value("severity")).map(LabelReader::severity),
        body.text("owner", LabelChange.OWNER_LONGEST));
  }

  private static List<String> words(Object given) {
    List<String> words = new ArrayList<>();
    if (given instanceof List<?> items) {
      for (@Nullable Object item : items) {
        if (!(item instanceof String word)) {
          throw refusal("`categories` needs words in quotes: correct it");
        }
        words.add(word);
      }
      return words;
    }
    throw refusal("`categories` needs a list of words: write it in brackets");
  }

  private static Severity severity(Object given) {
    return Arrays.stream(Severity.values())
        .filter(each -> each.name().equals(given))
        .findFirst()
        .orElseThrow(
            () -> refusal("`severity` is none: use one of " + Arrays.toString(Severity.values())));
  }

  private static ServiceException refusal(String detail) {
    return new ServiceException(ErrorCode.INVALID_REQUEST, detail);
  }
}
