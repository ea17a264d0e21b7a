package dev.ombud.ground.field;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values of all declared fields for one case, as far as they are known. An unknown number is
/// NaN inside, so that no comparison with it ever holds. Not thread-safe: one case, one thread.
public final class Facts {
  private final double[] numbers = new double[Vocabulary.fields().size()];
  private final @Nullable Object[] values = new @Nullable Object[numbers.length];

  public Facts() {
    Arrays.fill(numbers, Double.NaN);
  }

  /// The number of a [Field.NumberType] field, NaN where it is not known.
  public double number(Field field) {
    return numbers[field.index()];
  }

  /// The word, text (`String`), words (`List<String>`) or flag (`Boolean`) of any other field; null
  /// where it is not known.
  public @Nullable Object value(Field field) {
    return values[field.index()];
  }

  /// The value as a person or a record should see it: a `Double`, `String`, `Boolean` or
  /// `List<String>`, or null where it is not known.
  public @Nullable Object shown(Field field) {
    if (field.type() instanceof Field.NumberType) {
      double number = numbers[field.index()];
      return Double.isNaN(number) ? null : (Object) number;
    }
    return values[field.index()];
  }

  public boolean isTrue(Field field) {
    return Boolean.TRUE.equals(values[field.index()]);
  }

  public void put(Field field, double number) {
    numbers[field.index()] = number;
  }

  public void put(Field field, @Nullable Number number) {
    if (number != null) {
      numbers[field.index()] = number.doubleValue();
    }
  }

  public void put(Field field, @Nullable String text) {
    values[field.index()] = text;
  }

  public void put(Field field, @Nullable Enum<?> word) {
    values[field.index()] = word == null ? null : word.name();
  }

  public void put(Field field, @Nullable Boolean flag) {
    values[field.index()] = flag;
  }

  public void put(Field field, List<String> words) {
    values[field.index()] = words;
  }

  /// A table's conclusion: a `Double`, `Boolean` or `String`.
  public void conclude(Field field, Object conclusion) {
    switch (conclusion) {
      case Double number -> put(field, number.doubleValue());
      case Boolean flag -> put(field, flag);
      case Object word -> put(field, word.toString());
    }
  }
}
