package dev.ombud.decide.space;

import dev.ombud.decide.table.Spelling;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.decide.table.UnaryTest.Interval;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Field.NumberType;
import dev.ombud.ground.field.Known;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.DoubleStream;

/// Numbers: each bound that a cell names is a place, and so is what lies between two neighbours,
/// unless no number does, as between the whole numbers 9 and 10. Last comes *not known*.
///
/// @param bounds the bounds and both ends of the field's range, ascending
/// @param places the place of each bound; what lies between it and the next follows
/// @param known how many places are known
record NumberAxis(Field field, NumberType type, double[] bounds, int[] places, int known, Span all)
    implements Axis {

  static NumberAxis of(Field field, NumberType type, List<UnaryTest> tests) {
    double[] bounds =
        DoubleStream.concat(
                DoubleStream.of(type.least(), type.most()),
                tests.stream()
                    .filter(UnaryTest.InRanges.class::isInstance)
                    .flatMap(test -> ((UnaryTest.InRanges) test).ranges().stream())
                    .flatMapToDouble(range -> DoubleStream.of(range.low(), range.high())))
            .filter(bound -> bound >= type.least() && bound <= type.most())
            .map(bound -> bound + 0.0)
            .sorted()
            .distinct()
            .toArray();
    int[] places = new int[bounds.length];
    int place = 0;
    for (int i = 0; i < bounds.length; i++) {
      places[i] = place++;
      if (i + 1 < bounds.length && hasBetween(type, bounds[i], bounds[i + 1])) {
        place++;
      }
    }
    int last = Known.always(field) ? place - 1 : place;
    return new NumberAxis(field, type, bounds, places, place, Span.of(0, last));
  }

  private static boolean hasBetween(NumberType type, double low, double high) {
    return type.whole() ? high - low > 1 : Math.nextUp(low) < high;
  }

  @Override
  public Span knownValues() {
    return Span.of(0, known - 1);
  }

  @Override
  public Span part(UnaryTest test) {
    if (!(test instanceof UnaryTest.InRanges(var _, var ranges, var _))) {
      return all;
    }
    int[] pairs = new int[2 * ranges.size()];
    for (int i = 0; i < ranges.size(); i++) {
      Interval range = ranges.get(i);
      pairs[2 * i] = first(range);
      pairs[2 * i + 1] = last(range);
    }
    return Span.of(pairs, pairs.length);
  }

  private int first(Interval range) {
    if (range.low() < type.least()) {
      return 0;
    }
    int bound = Arrays.binarySearch(bounds, range.low() + 0.0);
    return bound < 0 ? between(bound) : places[bound] + (range.lowIncluded() ? 0 : 1);
  }

  private int last(Interval range) {
    if (range.high() > type.most()) {
      return known - 1;
    }
    int bound = Arrays.binarySearch(bounds, range.high() + 0.0);
    return bound < 0 ? between(bound) : places[bound] - (range.highIncluded() ? 0 : 1);
  }

  /// Where a number stands that is no bound: the 4 of `[4..8]`, where cells say `> 3` and `< 9`.
  private int between(int missed) {
    return places[-missed - 2] + 1;
  }

  /// From the first to the last of some neighbouring places.
  private Interval interval(int first, int last) {
    int low = Arrays.binarySearch(places, first);
    int high = Arrays.binarySearch(places, last);
    double from = bounds[low >= 0 ? low : -low - 2];
    double to = bounds[high >= 0 ? high : -high - 1];
    if (type.whole()) {
      return new Interval(low >= 0 ? from : from + 1, true, high >= 0 ? to : to - 1, true);
    }
    return new Interval(from, low >= 0, to, high >= 0);
  }

  @Override
  public Part widened(Part part, List<Part> taken) {
    return ((Span) part).widened(taken, all, knownValues());
  }

  @Override
  public String cell(Part part) {
    Span span = (Span) part;
    if (span.last() >= known) {
      return "-";
    }
    StringJoiner cell = new StringJoiner(", ");
    for (int i = 0; i < span.ranges(); i++) {
      cell.add(text(span.first(i), span.last(i)));
    }
    return Axis.fitting(cell.toString());
  }

  private String text(int first, int last) {
    Interval range = interval(first, last);
    String low = Spelling.number(range.low());
    String high = Spelling.number(range.high());
    if (first == 0 && last == known - 1) {
      return all.equals(knownValues()) ? "-" : ">= " + low;
    }
    if (range.low() == range.high()) {
      return low;
    }
    if (first == 0) {
      return (range.highIncluded() ? "<= " : "< ") + high;
    }
    if (last == known - 1) {
      return (range.lowIncluded() ? ">= " : "> ") + low;
    }
    return (range.lowIncluded() ? "[" : "(")
        + low
        + ".."
        + high
        + (range.highIncluded() ? "]" : ")");
  }

  @Override
  public void putExample(Part part, Facts facts) {
    Span span = (Span) part;
    if (span.first() < known) {
      Interval range = interval(span.first(0), Math.min(span.last(0), known - 1));
      facts.put(field, simplest(range));
    }
  }

  /// A number near 0 with few digits.
  private static double simplest(Interval range) {
    if (range.contains(0)) {
      return 0;
    }
    double near = range.low() >= 0 ? range.low() : range.high();
    boolean included = range.low() >= 0 ? range.lowIncluded() : range.highIncluded();
    if (included) {
      return near;
    }
    RoundingMode away = range.low() >= 0 ? RoundingMode.FLOOR : RoundingMode.CEILING;
    BigDecimal exact = BigDecimal.valueOf(near);
    for (int digits = 0; digits < 20; digits++) {
      BigDecimal step = BigDecimal.ONE.movePointLeft(digits);
      BigDecimal next = exact.setScale(digits, away);
      double found = (range.low() >= 0 ? next.add(step) : next.subtract(step)).doubleValue();
      if (range.contains(found)) {
        return found;
      }
    }
    return range.low() >= 0 ? Math.nextUp(near) : Math.nextDown(near);
  }
}
