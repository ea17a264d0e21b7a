package dev.ombud.ground.json;

import dev.ombud.ground.field.Field;

/// What a number may be: both bounds are allowed.
public record NumberLimit(double least, double most, boolean whole, String unit) {

  /// As the vocabulary says.
  static NumberLimit of(Field field) {
    if (field.type() instanceof Field.NumberType number) {
      return new NumberLimit(number.least(), number.most(), number.whole(), field.unit());
    }
    throw new IllegalStateException("field `" + field + "` is not a number");
  }

  public boolean admits(double value) {
    return value >= least && value <= most;
  }

  /// For a message, for example `from 0 to 100 percent`.
  public String shown() {
    String range = "from " + CanonicalJson.number(least) + " to " + CanonicalJson.number(most);
    return unit.isEmpty() ? range : range + " " + unit;
  }
}
