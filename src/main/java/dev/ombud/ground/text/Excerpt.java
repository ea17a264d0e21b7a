package dev.ombud.ground.text;

import java.util.Locale;

/// The beginning of what a caller sent, fit for a message: short, on one line, and well-formed.
/// Stateless.
public final class Excerpt {
  private static final int MAX_CHARS = 80;

  private Excerpt() {}

  /// At most 80 UTF-16 code units of it, else as the other.
  public static String of(String text) {
    return of(text, MAX_CHARS);
  }

  /// At most so many UTF-16 code units of it; control characters and halves of surrogate pairs are
  /// spelled out as JSON escapes them, and all that is invisible is as [PlainText] has it.
  public static String of(String text, int longest) {
    StringBuilder excerpt = new StringBuilder(Math.min(text.length(), longest));
    int i = 0;
    while (i < Math.min(text.length(), longest)) {
      int point = text.codePointAt(i);
      if (Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE) {
        excerpt.append(String.format(Locale.ROOT, "\\u%04x", point));
      } else {
        excerpt.appendCodePoint(point);
      }
      i += Character.charCount(point);
    }
    String shown = PlainText.shown(excerpt.toString());
    return i < text.length() ? shown + "…" : shown;
  }
}
