package dev.ombud.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What strangers write who want a link, a mention, markup, a formula or a trick of the eye in
/// somebody else's system: one list for the tests of all receivers. Stateless.
public final class HostileTexts {
  private static final Path FILE = Path.of("src/test/resources/hostile-texts.json");

  /// Characters that must reach nobody as they are.
  private static final String HIDDEN =
      "\u00AD\u061C\u115F\u180E\u200B\u200C\u200D\u200E\u200F\u2060\u2028\u2029\u3164\uFEFF\uFFA0";

  private HostileTexts() {}

  public static List<String> all() {
    try {
      return ((List<?>) Json.read(Files.readAllBytes(FILE)))
          .stream().map(String.class::cast).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes sure that all that stands in a text can be seen.
  public static void requireVisible(String text) {
    text.codePoints()
        .forEach(point ->
            assertThat(
                    HIDDEN.indexOf(point) >= 0
                        || (point >= 0x202A && point <= 0x202E)
                        || (point >= 0x2066 && point <= 0x2069)
                        || (point >= 0xFE00 && point <= 0xFE0F)
                        || (point >= 0xE0000 && point <= 0xE01EF)
                        || (Character.isISOControl(point) && "\r\n\t".indexOf(point) < 0)
                        || Character.getType(point) == Character.SURROGATE
                        || Character.getType(point) == Character.PRIVATE_USE
                        || Character.getType(point) == Character.UNASSIGNED)
                .as("U+%04X in `%s`", point, text)
                .isFalse());
  }
}
