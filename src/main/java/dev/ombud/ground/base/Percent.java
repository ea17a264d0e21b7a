package dev.ombud.ground.base;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Texts that callers chose, as parts of a longer text that we make: each separator in them stands
/// as `%` and its two hexadecimal digits, and so does `%` itself, so that no two lists of parts
/// make the same text. What holds no separator stays as it is. Stateless.
public final class Percent {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Percent() {}

  /// @param separators ASCII, without `%`
  public static String escape(String text, String separators) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' || separators.indexOf(c) >= 0) {
        if (escaped == null) {
          escaped = new StringBuilder(text.length() + 8).append(text, 0, i);
        }
        escape(escaped, c);
      } else if (escaped != null) {
        escaped.append(c);
      }
    }
    return escaped == null ? text : escaped.toString();
  }

  /// A word of ours that somebody chose for a name, told apart from ours by its first letter.
  public static String escapeFirst(String word) {
    StringBuilder escaped = new StringBuilder(word.length() + 2);
    escape(escaped, word.charAt(0));
    return escaped.append(word, 1, word.length()).toString();
  }

  private static void escape(StringBuilder to, char c) {
    to.append('%').append(HEX.toHexDigits((byte) c));
  }

  /// What was escaped. A `%` that no escape begins stays.
  public static String unescape(String text) {
    int percent = text.indexOf('%');
    if (percent < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isEscape =
          c == '%'
              && i + 2 < text.length()
              && HexFormat.isHexDigit(text.charAt(i + 1))
              && HexFormat.isHexDigit(text.charAt(i + 2));
      if (isEscape) {
        plain.append((char) HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /// A text of at most so many bytes: what is longer is cut, with a digest of all of it behind
  /// `%~`, which no escaped text has.
  public static String bounded(String escaped, int mostBytes) {
    byte[] bytes = escaped.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= mostBytes) {
      return escaped;
    }
    String end = "%~" + HexFormat.of().formatHex(Sha256.of(bytes), 0, 16);
    int cut = mostBytes - end.length();
    // INVARIANT: no character is cut in two.
    while ((bytes[cut] & 0xC0) == 0x80) {
      cut--;
    }
    return new String(bytes, 0, cut, StandardCharsets.UTF_8) + end;
  }
}
