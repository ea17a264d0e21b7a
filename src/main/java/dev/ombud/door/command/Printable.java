package dev.ombud.door.command;

import java.util.Locale;

/// Text from files and servers, fit to be shown: names of scenarios may hold anything. What would
/// break a line, steer a terminal or be forbidden in XML 1.0 is spelled out as JSON escapes it.
/// Stateless.
final class Printable {
  private Printable() {}

  /// The text on one line.
  static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          if (isPlain(point)) {
            line.appendCodePoint(point);
          } else {
            line.append(String.format(Locale.ROOT, "\\u%04x", point));
          }
        });
    return line.toString();
  }

  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> point != 0xFFFE && point != 0xFFFF;
    };
  }
}
