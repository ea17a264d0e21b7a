package dev.ombud.engine;

import java.util.List;

/// Values as people read them in reasons.
public final class Words {
  private Words() {}

  /// A number without needless digits: `2`, `2.6`, `0.042`; at most four after the point.
  public static String of(double number) {
    if (Double.isNaN(number)) {
      return "not known";
    }
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      return Long.toString((long) number);
    }
    return Double.toString(Math.round(number * 10_000) / 10_000.0);
  }

  public static String of(Object value) {
    return switch (value) {
      case Double number -> of(number.doubleValue());
      case List<?> several -> String.join(", ", several.stream().map(String::valueOf).toList());
      case Object other -> other.toString();
    };
  }
}
