package dev.ombud.decide.table;

import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Field.NumberType;

/// A number that its field cannot have, be it a slip or a wrong unit (85 where 0.85 is meant). It
/// is refused while the table is read. This is the one home of its words. Stateless, so
/// thread-safe.
public final class OutOfRange {
  public static final String CODE = "out-of-range";

  private OutOfRange() {}

  /// @param text what stands in the cell
  public static String message(Field field, NumberType type, String text) {
    return "%s is out of range: %s: write a number within it"
        .formatted(Spelling.quoted(text), range(field, type));
  }

  /// For example `cluster.confidence` goes from 0 to 1.
  public static String range(Field field, NumberType type) {
    return "`%s` goes from %s to %s%s"
        .formatted(
            field.name(),
            Spelling.number(type.least()),
            Spelling.number(type.most()),
            field.unit().isEmpty() ? "" : " " + field.unit());
  }
}
