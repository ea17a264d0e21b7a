package dev.ombud.ground.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Nearest;
import dev.ombud.ground.base.ViolationCode;
import dev.ombud.ground.json.AggregateLimits;
import dev.ombud.ground.json.CanonicalJson;
import dev.ombud.ground.json.NumberLimit;
import dev.ombud.ground.json.TextLimit;
import dev.ombud.ground.text.Excerpt;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What [AggregateBlock] says of values that break the contract. Stateless.
final class Remarks {
  private Remarks() {}

  record Refusal(ViolationCode code, String detail) {}

  /// What is wrong with a text; null where nothing is.
  static @Nullable Refusal refusal(String text, TextLimit limit) {
    if (text.isEmpty()) {
      return limit.mayBeEmpty()
          ? null
          : new Refusal(ViolationCode.EMPTY, "an empty text: leave it out if it is not known");
    }
    if (TextLimit.hasLoneSurrogate(text)) {
      return new Refusal(
          ViolationCode.LONE_SURROGATE, "holds half of a surrogate pair: correct or drop it");
    }
    if (limit.isTooLong(text)) {
      int length = text.codePointCount(0, text.length());
      return new Refusal(
          ViolationCode.TOO_LONG, length + " characters: send at most " + limit.longest());
    }
    if (!limit.shape().admits(text)) {
      // A text may tell of somebody, a link may hold a password.
      String sent = limit.shape().isQuoted() ? "`" + Excerpt.of(text) + "`" : "what stands here";
      return new Refusal(
          ViolationCode.BAD_FORMAT, sent + " does not match: " + limit.shape().shown());
    }
    return null;
  }

  static String mistyped(JsonNode sent, String needed) {
    String kind =
        switch (sent.getNodeType()) {
          case OBJECT -> "an object";
          case ARRAY -> "a list";
          case STRING -> "text";
          case NUMBER -> "a number";
          case BOOLEAN -> "true or false";
          default -> "null";
        };
    return kind + " where there should be " + needed;
  }

  /// With the nearest word, if one is near.
  static String notInList(String sent, List<String> words) {
    return Nearest.of(sent, words)
        .map(nearest ->
            "`%s` is not taken here: did you mean `%s`?".formatted(Excerpt.of(sent), nearest))
        .orElseGet(() -> notTaken(sent, words));
  }

  static String notTaken(String sent, List<String> words) {
    return "`%s` is not taken here: use one of `%s`"
        .formatted(Excerpt.of(sent), String.join("`, `", words));
  }

  /// What is wrong with a number; null where nothing is.
  static @Nullable Refusal refusal(double value, NumberLimit limit) {
    if (!limit.admits(value)) {
      return new Refusal(ViolationCode.OUT_OF_RANGE, "must be " + limit.shown());
    }
    return limit.whole() && value != Math.rint(value)
        ? new Refusal(
            ViolationCode.NOT_A_WHOLE_NUMBER,
            "`" + CanonicalJson.number(value) + "` has a fraction: send a whole number")
        : null;
  }

  /// What is wrong with a date-time; null where nothing is.
  ///
  /// @param instant what it stands for, if anything
  static @Nullable Refusal refusal(String text, @Nullable Instant instant) {
    if (instant == null) {
      return new Refusal(
          ViolationCode.BAD_FORMAT,
          "`%s` is not an RFC 3339 date-time with an offset: write it like `2026-03-02T18:00:00Z`"
              .formatted(Excerpt.of(text)));
    }
    return instant.isBefore(AggregateLimits.FIRST_MOMENT)
            || !instant.isBefore(AggregateLimits.AFTER_LAST)
        ? new Refusal(
            ViolationCode.OUT_OF_RANGE,
            "must be from year %d to %d in UTC"
                .formatted(AggregateLimits.FIRST_YEAR, AggregateLimits.LAST_YEAR))
        : null;
  }

  /// @param known the fields that there are
  static String unknown(String field, List<String> known) {
    return "`%s` is not a field of the contract: %s"
        .formatted(
            Excerpt.of(field),
            Nearest.of(field, known)
                .map(nearest -> "did you mean `" + nearest + "`?")
                .orElse("leave it out"));
  }

  /// @param field one that contract 1.0 does not have
  static String later(String field) {
    return "`%s` is a field of contract %s: send it with specVersion `%s`, or leave it out"
        .formatted(field, AggregateLimits.LAST_VERSION, AggregateLimits.LAST_VERSION);
  }
}
