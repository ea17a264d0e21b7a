package dev.ombud.decide.table;

import dev.ombud.ground.field.Field;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tests and constants of word and text fields.
public final class WordTests {
  /// What would be another kind of cell, or code, if it were not in quotes.
  private static final Pattern NEEDS_QUOTES =
      Pattern.compile("[<>=\\[\\]!*-].*|.*[\"(){};\\\\].*|not\\s.*", Pattern.DOTALL);

  private static final Set<String> ANY = Set.of("*", "any", "all", "ANY", "ALL", "Any", "All");

  private WordTests() {}

  static UnaryTest words(Field field, List<String> declared, String text) {
    CellItems items = CellItems.of(text);
    Set<String> written = new LinkedHashSet<>();
    for (String item : items.items()) {
      written.add(word(field, declared, item));
    }
    List<String> ordered = declared.stream().filter(written::contains).toList();
    return test(field, items.negated(), ordered);
  }

  static UnaryTest texts(Field field, int longest, String text) {
    CellItems items = CellItems.of(text);
    Set<String> written = new TreeSet<>();
    for (String item : items.items()) {
      if (!item.startsWith("\"") && NEEDS_QUOTES.matcher(item).matches()) {
        throw new RefusedException(
            "not-text",
            "%s is not plain text, which `%s` is compared with: write %s, or - for any"
                .formatted(Spelling.quoted(text), field.name(), Spelling.literal("…")));
      }
      written.add(text(field, longest, item));
    }
    return test(field, items.negated(), List.copyOf(written));
  }

  private static UnaryTest test(Field field, boolean negated, List<String> words) {
    String list = words.stream().map(Spelling::literal).collect(Collectors.joining(","));
    return new UnaryTest.InWords(
        field, Set.copyOf(words), negated, negated ? "not(" + list + ")" : list);
  }

  /// One declared word, with or without quotes.
  static String word(Field field, List<String> declared, String item) {
    String word = item.startsWith("\"") ? unquoted(item) : item;
    if (declared.contains(word)) {
      return word;
    }
    String remedy = ANY.contains(word) ? "write - for any" : Spelling.remedy(word, declared);
    throw new RefusedException(
        "unknown-word",
        "%s is not a word of `%s`: %s".formatted(Spelling.quoted(word), field.name(), remedy));
  }

  /// One text, with or without quotes.
  static String text(Field field, int longest, String item) {
    String text = item.startsWith("\"") ? unquoted(item) : item;
    if (text.isBlank()) {
      throw new RefusedException(
          "blank", "%s is empty: write a text, or -".formatted(Spelling.quoted(item)));
    }
    int length = text.codePointCount(0, text.length());
    if (length > longest) {
      throw new RefusedException(
          "too-long",
          "%s has %d characters, but `%s` takes %d: shorten it"
              .formatted(Spelling.quoted(text), length, field.name(), longest));
    }
    return text;
  }

  /// How an output cell says a conclusion: a `Double`, `String` or `Boolean`, or null for `-`.
  public static String shown(@Nullable Object conclusion) {
    return switch (conclusion) {
      case null -> "-";
      case String word -> constant(word);
      case Double number -> Spelling.number(number);
      default -> conclusion.toString();
    };
  }

  /// How an output cell says a text: in quotes only where it would be read as something else.
  static String constant(String text) {
    boolean plain = text.equals(text.strip()) && !text.equals("-") && !text.startsWith("\"");
    return plain ? text : Spelling.literal(text);
  }

  private static String unquoted(String item) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < item.length(); i++) {
      char c = item.charAt(i);
      if (c == '"' && i == item.length() - 1) {
        return text.toString();
      }
      if (c == '"') {
        break;
      }
      if (c == '\\' && i + 1 < item.length()) {
        i++;
        c = item.charAt(i);
        if (c != '"' && c != '\\') {
          throw new RefusedException(
              "bad-escape",
              "%s has `\\%c`: write \\\\ for a backslash and \\\" for a quote"
                  .formatted(Spelling.quoted(item), c));
        }
      }
      text.append(c);
    }
    throw new RefusedException(
        "not-closed",
        "%s is not one text in quotes: close the quotes and put commas between texts"
            .formatted(Spelling.quoted(item)));
  }
}
