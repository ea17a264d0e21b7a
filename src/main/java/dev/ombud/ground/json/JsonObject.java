package dev.ombud.ground.json;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.domain.ClosedWords;
import dev.ombud.ground.text.Excerpt;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A small object that a caller sent, with a clear refusal for each field that is not as it should
/// be. A field that is absent and one that is null mean the same. Immutable by custom.
public final class JsonObject {
  private static final int MAX_WORD_CHARS = 200;

  private final Map<?, ?> fields;

  private JsonObject(Map<?, ?> fields) {
    this.fields = fields;
  }

  /// @throws ServiceException INVALID_REQUEST where the value is no object
  public static JsonObject of(@Nullable Object value) {
    if (value instanceof Map<?, ?> object) {
      return new JsonObject(object);
    }
    throw ServiceException.invalid("the body is no JSON object: send one in braces");
  }

  /// Refuses every field that is not one of these, because a typo must not silently mean "absent".
  ///
  /// @throws ServiceException INVALID_REQUEST
  public JsonObject requireOnly(String... known) {
    for (Object name : fields.keySet()) {
      if (!List.of(known).contains(String.valueOf(name))) {
        throw ServiceException.invalid(
            "`%s` is no field here: use %s"
                .formatted(
                    Excerpt.of(String.valueOf(name)),
                    known.length == 0 ? "none" : "`" + String.join("`, `", known) + "`"));
      }
    }
    return this;
  }

  /// The value as it is.
  public @Nullable Object value(String name) {
    return fields.get(name);
  }

  /// @param longest in Unicode characters, as JSON Schema counts them
  /// @throws ServiceException INVALID_REQUEST where it is no text, blank or too long
  public Optional<String> text(String name, int longest) {
    Object value = fields.get(name);
    if (value == null) {
      return Optional.empty();
    }
    boolean good =
        value instanceof String text
            && !text.isBlank()
            && text.codePointCount(0, text.length()) <= longest
            && text.indexOf('\0') < 0
            && !TextLimit.hasLoneSurrogate(text);
    if (!good) {
      throw ServiceException.invalid(
          "`%s` needs a text of 1 to %d characters: correct it".formatted(name, longest));
    }
    return Optional.of(value.toString());
  }

  /// @throws ServiceException INVALID_REQUEST where it is absent, no text, blank or too long
  public String require(String name, int longest) {
    return text(name, longest)
        .orElseThrow(() -> ServiceException.invalid("`" + name + "` is missing: send it"));
  }

  /// @throws ServiceException INVALID_REQUEST where it is no id
  public Optional<UUID> id(String name) {
    return text(name, MAX_WORD_CHARS)
        .map(text ->
            TimeIds.read(text)
                .orElseThrow(() ->
                    ServiceException.invalid(
                        "`%s` is `%s`, which is not a UUID: correct it".formatted(name, text))));
  }

  /// One of a closed list.
  ///
  /// @throws ServiceException INVALID_REQUEST where it is none of these
  public <E extends Enum<E>> Optional<E> word(String name, E[] known) {
    return text(name, MAX_WORD_CHARS)
        .map(text ->
            ClosedWords.find(text, known)
                .orElseThrow(
                    () -> ServiceException.invalid(ClosedWords.refusal(name, text, known))));
  }

  /// @throws ServiceException INVALID_REQUEST where it is absent or none of these
  public <E extends Enum<E>> E requireWord(String name, E[] known) {
    return word(name, known)
        .orElseThrow(() -> ServiceException.invalid("`" + name + "` is missing: send it"));
  }

  /// @throws ServiceException INVALID_REQUEST where it is no whole number from 1
  public Optional<Long> count(String name) {
    Object value = fields.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Long number && number >= 1) {
      return Optional.of(number);
    }
    throw ServiceException.invalid("`" + name + "` needs a whole number from 1: correct it");
  }

  /// @throws ServiceException INVALID_REQUEST where it is no number over 0 and up to 1
  public Optional<Double> share(String name) {
    Object value = fields.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Number number && number.doubleValue() > 0 && number.doubleValue() <= 1) {
      return Optional.of(number.doubleValue());
    }
    throw ServiceException.invalid("`" + name + "` needs a number over 0 and up to 1: correct it");
  }

  /// @throws ServiceException INVALID_REQUEST where it is no RFC 3339 time, or of no year from 1970
  ///   to 9999
  public Optional<Instant> instant(String name) {
    Object value = fields.get(name);
    if (value == null) {
      return Optional.empty();
    }
    try {
      Instant instant = Instant.parse(String.valueOf(value));
      if (TimeIds.covers(instant)) {
        return Optional.of(instant);
      }
    } catch (DateTimeParseException e) {
      // The refusal below says it for both cases.
    }
    throw ServiceException.invalid(
        "`%s` needs a time of the years from 1970 to 9999, such as 2026-01-31T00:00:00Z: correct it"
            .formatted(name));
  }
}
