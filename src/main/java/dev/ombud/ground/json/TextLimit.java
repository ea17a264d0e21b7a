package dev.ombud.ground.json;

import dev.ombud.ground.field.Field;
import dev.ombud.ground.text.LinkShape;

/// What a text may be.
///
/// @param longest in Unicode characters, as JSON Schema counts them
/// @param mayBeEmpty false for nearly all: a text that is not known is left out instead
/// @param isOfNames whether it is the name of an article or of whom complaints come from, which are
///   no texts to be masked
public record TextLimit(int longest, boolean mayBeEmpty, Shape shape, boolean isOfNames) {
  TextLimit(int longest, boolean mayBeEmpty, Shape shape) {
    this(longest, mayBeEmpty, shape, false);
  }

  /// Which characters, in which order. Checked by hand: patterns would take a fifth of a read.
  public enum Shape {
    PROSE("any character but U+0000"),
    NAME("no control characters"),
    WORD("[a-z][a-z0-9_]*"),
    PRODUCT("[a-z0-9][a-z0-9._-]*"),
    METRIC("[a-zA-Z][a-zA-Z0-9_.-]*"),
    LANGUAGE("[a-zA-Z][a-zA-Z0-9_-]*"),
    CURRENCY("[A-Z]{3}"),
    VARIABLE("[a-zA-Z_][a-zA-Z0-9_.-]*"),
    LINK("https://host/…, in ASCII, without a user's name, spaces or quotes");

    private final String shown;

    Shape(String shown) {
      this.shown = shown;
    }

    public String shown() {
      return shown;
    }

    /// Whether a message may quote what breaks it.
    public boolean isQuoted() {
      return this != PROSE && this != LINK;
    }

    public boolean admits(String text) {
      if (this == LINK) {
        return LinkShape.admits(text);
      }
      for (int i = 0; i < text.length(); i++) {
        if (!admits(text.charAt(i), i)) {
          return false;
        }
      }
      return this != CURRENCY || text.length() == 3;
    }

    private boolean admits(char c, int index) {
      return switch (this) {
        case PROSE -> c != 0;
        case NAME -> !Character.isISOControl(c);
        case WORD -> isSmall(c) || (index > 0 && (isDigit(c) || c == '_'));
        case PRODUCT ->
            isSmall(c) || isDigit(c) || (index > 0 && (c == '.' || c == '_' || c == '-'));
        case METRIC ->
            isSmall(c)
                || isCapital(c)
                || (index > 0 && (isDigit(c) || c == '_' || c == '.' || c == '-'));
        case LANGUAGE ->
            isSmall(c) || isCapital(c) || (index > 0 && (isDigit(c) || c == '_' || c == '-'));
        case CURRENCY -> isCapital(c);
        case VARIABLE ->
            isSmall(c)
                || isCapital(c)
                || c == '_'
                || (index > 0 && (isDigit(c) || c == '.' || c == '-'));
        case LINK -> throw new IllegalStateException("an address is read as a whole");
      };
    }

    private static boolean isSmall(char c) {
      return c >= 'a' && c <= 'z';
    }

    private static boolean isCapital(char c) {
      return c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }
  }

  public static TextLimit name(int longest) {
    return new TextLimit(longest, false, Shape.NAME);
  }

  /// A name as long as the vocabulary says.
  static TextLimit name(Field field) {
    if (field.type() instanceof Field.TextType text) {
      return name(text.longest());
    }
    if (field.type() instanceof Field.TextsType texts) {
      return name(texts.longest());
    }
    throw new IllegalStateException("field `" + field + "` is not a text");
  }

  /// The same for names of articles and cohorts.
  TextLimit ofNames() {
    return new TextLimit(longest, mayBeEmpty, shape, true);
  }

  public boolean isTooLong(String text) {
    return text.length() > longest && text.codePointCount(0, text.length()) > longest;
  }

  public static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}
