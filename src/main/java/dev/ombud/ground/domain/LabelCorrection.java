package dev.ombud.ground.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A person said that labels of a decision are wrong, and which are right. The decision stays as it
/// was recorded. Immutable.
///
/// @param id UUIDv7, that of its event in the log too
/// @param reviewId in which it was said
/// @param from all labels before it, as decided or as corrected earlier
/// @param to all labels from then on
public record LabelCorrection(
    UUID id,
    UUID decisionId,
    UUID reviewId,
    Instant at,
    String by,
    String reason,
    DecisionLabels from,
    DecisionLabels to) {

  /// What it changed, as a sentence without its stop: `severity P3 in place of P1`.
  public String words() {
    Map<String, Object> before = from.unlike(to);
    List<String> parts = new ArrayList<>();
    to.unlike(from)
        .forEach((name, value) ->
            parts.add("%s %s in place of %s".formatted(name, text(value), text(before.get(name)))));
    return String.join("; ", parts);
  }

  private static String text(@org.jspecify.annotations.Nullable Object value) {
    return value instanceof List<?> words
        ? String.join(", ", words.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }
}
