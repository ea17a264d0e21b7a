package dev.ombud.decide.table;

import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Field.FlagType;
import dev.ombud.ground.field.Field.NumberType;
import dev.ombud.ground.field.Field.TextType;
import dev.ombud.ground.field.Field.TextsType;
import dev.ombud.ground.field.Field.WordType;
import dev.ombud.ground.field.Field.WordsType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads one cell: an S-FEEL unary test (DMN 1.5, section 9) in an input column, a constant in an
/// output column. What can stand in a cell:
///
/// | field | tests |
/// |---|---|
/// | all | `-` (any value, also an unknown one) |
/// | number | `5` `= 5` `< 5` `<= 5` `> 5` `>= 5` `[2..5]` `(2..5)` `]2..5[`, lists of these, `25%` |
/// | word, words, text, texts | `"checkout"`, lists, the same without quotes |
/// | flag | `true` `false` |
///
/// `not(…)` goes around a whole list. Nothing is compiled or evaluated. Stateless, so thread-safe.
public final class UnaryTestReader {

  /// What became of a cell.
  public sealed interface Result {}

  public record Read(UnaryTest test) implements Result {}

  /// @param code stable, lower-case, hyphenated
  /// @param message what is wrong and the remedy
  public record Refused(String code, String message) implements Result {}

  public static final int MAX_CHARS = 4000;

  private UnaryTestReader() {}

  /// Reads an input cell. Never throws for any content.
  public static Result read(Field field, String cell) {
    try {
      return new Read(test(field, cell));
    } catch (RefusedException e) {
      return new Refused(e.code(), e.reason());
    }
  }

  static UnaryTest test(Field field, String cell) {
    String text = cell.strip();
    if (text.isEmpty()) {
      throw new RefusedException(BlankCell.CODE, BlankCell.NO_TEST);
    }
    if (text.equals("-")) {
      return new UnaryTest.Any(field);
    }
    requireReadable(field, text);
    return switch (field.type()) {
      case NumberType type -> NumberTests.test(field, type, text);
      case WordType type -> WordTests.words(field, type.words(), text);
      case WordsType type -> WordTests.words(field, type.words(), text);
      case TextType type -> WordTests.texts(field, type.longest(), text);
      case TextsType type -> WordTests.texts(field, type.longest(), text);
      case FlagType _ -> new UnaryTest.IsFlag(field, flag(text));
    };
  }

  /// Reads an output cell: a `Double`, `String` or `Boolean`, or null for `-`.
  static @Nullable Object constant(Field field, String cell) {
    String text = cell.strip();
    if (text.isEmpty()) {
      throw new RefusedException(BlankCell.CODE, BlankCell.NO_CONCLUSION);
    }
    if (text.equals("-")) {
      return null;
    }
    requireReadable(field, text);
    return switch (field.type()) {
      case NumberType type -> NumberTests.constant(field, type, text);
      case WordType type -> WordTests.word(field, type.words(), text);
      case WordsType type -> WordTests.word(field, type.words(), text);
      case TextType type -> WordTests.text(field, type.longest(), text);
      case TextsType type -> WordTests.text(field, type.longest(), text);
      case FlagType _ -> flag(text);
    };
  }

  private static void requireReadable(Field field, String text) {
    if (text.length() > MAX_CHARS) {
      throw new RefusedException(
          "too-long",
          "the cell has %d characters, but takes %d: split the row"
              .formatted(text.length(), MAX_CHARS));
    }
    if (field.type() instanceof TextType || field.type() instanceof TextsType) {
      Spelling.requireVisible(text);
    } else {
      Spelling.requirePlain(text);
    }
  }

  private static boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new RefusedException(
              "not-a-flag", Spelling.quoted(text) + " is not a flag: write true, false or -");
    };
  }
}
