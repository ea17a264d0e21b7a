package dev.ombud.decide.space;

import dev.ombud.decide.table.UnaryTest;
import dev.ombud.decide.table.UnaryTestReader;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Field.FlagType;
import dev.ombud.ground.field.Field.NumberType;
import dev.ombud.ground.field.Field.TextType;
import dev.ombud.ground.field.Field.TextsType;
import dev.ombud.ground.field.Field.WordType;
import dev.ombud.ground.field.Field.WordsType;
import java.util.List;

/// The values of one field, as far as some cells tell them apart. Immutable.
public sealed interface Axis permits NumberAxis, WordAxis, WordsAxis {

  /// An axis on which each of the tests is exactly a part.
  static Axis of(Field field, List<UnaryTest> tests) {
    return switch (field.type()) {
      case NumberType type -> NumberAxis.of(field, type, tests);
      case WordType type -> WordAxis.of(field, type.words(), type.open(), tests);
      case TextType _ -> WordAxis.of(field, List.of(), true, tests);
      case FlagType _ -> WordAxis.of(field, List.of("true", "false"), false, tests);
      case WordsType type -> WordsAxis.of(field, type.words(), type.open(), tests);
      case TextsType _ -> WordsAxis.of(field, List.of(), true, tests);
    };
  }

  /// A cell takes 4,000 characters; where it would need more, only `-` holds for all of it.
  static String fitting(String cell) {
    return cell.length() > UnaryTestReader.MAX_CHARS ? "-" : cell;
  }

  Field field();

  /// Every value, also *not known* where the field may be that.
  Part all();

  /// Every known value.
  Part knownValues();

  /// The values for which a test holds.
  Part part(UnaryTest test);

  /// The most values around a part that avoid all of some others: known ones only or *not known*
  /// only, if it cannot be everything, since no cell holds for both.
  Part widened(Part part, List<Part> taken);

  /// The narrowest cell that holds for all of a part. It holds for more where no cell says just
  /// that: only `-` holds for what is not known.
  String cell(Part part);

  /// Puts a value of a part into the facts; none if it is what is not known.
  void putExample(Part part, Facts facts);
}
