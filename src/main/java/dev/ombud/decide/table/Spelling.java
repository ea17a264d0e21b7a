package dev.ombud.decide.table;

import dev.ombud.ground.base.Nearest;
import java.lang.Character.UnicodeScript;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How cells are spelled: characters that only look right, numbers, quotes, the nearest known word.
public final class Spelling {
  private static final int MAX_QUOTED_CHARS = 60;
  private static final Map<Integer, String> PLAIN =
      Map.ofEntries(
          Map.entry(0x00BD, "0.5"),
          Map.entry(0x00BC, "0.25"),
          Map.entry(0x00BE, "0.75"),
          Map.entry(0x2264, "<="),
          Map.entry(0x2265, ">="),
          Map.entry(0x2026, ".."),
          Map.entry(0x066B, "."));

  private Spelling() {}

  /// What a person typed, in backticks and cut to a readable length.
  public static String quoted(String text) {
    String start = text.substring(0, Math.min(text.length(), 4 * MAX_QUOTED_CHARS));
    String line = start.replaceAll("\\s+", " ").replace('`', '\'');
    if (line.codePointCount(0, line.length()) <= MAX_QUOTED_CHARS) {
      return "`" + line + "`";
    }
    return "`" + line.substring(0, line.offsetByCodePoints(0, MAX_QUOTED_CHARS)) + "…`";
  }

  /// The shortest plain decimal that reads back as the same number.
  public static String number(double number) {
    if (number == 0) {
      return "0";
    }
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /// The same number times 100 with a percent sign.
  static String percentage(double number) {
    BigDecimal percent = BigDecimal.valueOf(number).movePointRight(2).stripTrailingZeros();
    return percent.toPlainString() + "%";
  }

  /// A text in double quotes, as S-FEEL has it.
  public static String literal(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /// Refuses every character outside of ASCII: declared words and numbers need none, so that one is
  /// a look-alike.
  static void requirePlain(String text) {
    text.codePoints()
        .filter(c -> c > 0x7E || (c < 0x20 && c != '\n' && c != '\r' && c != '\t'))
        .findFirst()
        .ifPresent(c -> refuse(text, c));
  }

  /// Refuses what a reader of the text cannot see: controls, odd spaces, typographic double quotes,
  /// and words that mix Latin letters with their Greek or Cyrillic look-alikes.
  static void requireVisible(String text) {
    boolean isDash = text.length() == 1 && isDash(text.charAt(0)) && !text.equals("-");
    text.codePoints()
        .filter(c -> isDash || isUnseen(c))
        .findFirst()
        .ifPresent(c -> refuse(text, c));
    if (text.codePoints().anyMatch(c -> UnicodeScript.of(c) == UnicodeScript.LATIN)) {
      text.codePoints()
          .filter(c ->
              UnicodeScript.of(c) == UnicodeScript.CYRILLIC
                  || UnicodeScript.of(c) == UnicodeScript.GREEK)
          .findFirst()
          .ifPresent(c -> refuse(text, c));
    }
  }

  private static boolean isUnseen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      default -> isCurlyQuote(c) || isFullwidth(c);
    };
  }

  private static boolean isDash(int c) {
    return Character.getType(c) == Character.DASH_PUNCTUATION || c == 0x2212;
  }

  private static boolean isCurlyQuote(int c) {
    return (c >= 0x201C && c <= 0x201F) || c == 0x00AB || c == 0x00BB;
  }

  private static boolean isFullwidth(int c) {
    return c >= 0xFF01 && c <= 0xFF5E;
  }

  private static void refuse(String text, int c) {
    String name = Optional.ofNullable(Character.getName(c)).orElse("no character");
    throw new RefusedException(
        "look-alike",
        "%s has U+%04X %s: %s".formatted(quoted(text), c, name, remedy(text.strip(), c)));
  }

  private static String remedy(String text, int c) {
    int type = Character.getType(c);
    if (isDash(c)) {
      return text.codePointCount(0, text.length()) == 1 ? "write - for any" : "write a plain -";
    }
    if (isCurlyQuote(c) || (c >= 0x2018 && c <= 0x201B)) {
      return "write straight quotes \"";
    }
    if (type == Character.SPACE_SEPARATOR) {
      return "write a plain space";
    }
    if (type == Character.FORMAT || type == Character.CONTROL) {
      return "delete it";
    }
    String plain =
        PLAIN.getOrDefault(c, Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC));
    if (!plain.isEmpty() && plain.chars().allMatch(each -> each > 0x20 && each < 0x7F)) {
      return "write " + plain;
    }
    return "type it again with plain letters and digits";
  }

  /// Ends a message with the nearest known word, or else with the first few.
  public static String remedy(String typed, List<String> known) {
    return Nearest.of(typed, known)
        .map(word -> "write " + word)
        .orElseGet(() ->
            "write one of "
                + String.join(", ", known.subList(0, Math.min(8, known.size())))
                + (known.size() > 8 ? ", …" : ""));
  }
}
