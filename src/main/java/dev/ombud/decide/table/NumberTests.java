package dev.ombud.decide.table;

import dev.ombud.decide.table.UnaryTest.Interval;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Field.NumberType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tests and constants of number fields. Intervals are kept disjoint and ascending, so that equal
/// sets of numbers are equal tests.
final class NumberTests {
  /// Longer than any that a person means.
  private static final int MAX_NUMBER_CHARS = 40;

  private static final String NUMBER = "(-?\\d++(?:\\.\\d++)?%?)";
  private static final Pattern CONSTANT = Pattern.compile(NUMBER);
  private static final Pattern COMPARISON = Pattern.compile("(<=|>=|<|>|=)?\\s*+" + NUMBER);
  private static final Pattern RANGE =
      Pattern.compile(
          "([\\[\\](])\\s*+" + NUMBER + "\\s*+\\.\\.\\s*+" + NUMBER + "\\s*+([\\])\\[])");
  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("(?<![\\d.])-?(\\d++)((?:,\\d++)++)(%?)");
  private static final int MAX_DIGITS = 400;

  private NumberTests() {}

  static UnaryTest test(Field field, NumberType type, String text) {
    refuseDecimalComma(text);
    CellItems items = CellItems.of(text);
    List<Interval> written = new ArrayList<>();
    for (String item : items.items()) {
      written.add(interval(field, type, item, text));
    }
    List<Interval> ranges = merged(written);
    if (items.negated()) {
      // Of whole numbers, none lies between 9 and 10.
      ranges = complement(ranges).stream().filter(range -> meets(range, type)).toList();
    }
    if (ranges.isEmpty()) {
      throw never(field, type, text);
    }
    if (ranges.size() == 1
        && ranges.getFirst().low() == Double.NEGATIVE_INFINITY
        && ranges.getFirst().high() == Double.POSITIVE_INFINITY) {
      // Every known number: S-FEEL has no other way to write that.
      ranges = List.of(new Interval(type.least(), true, Double.POSITIVE_INFINITY, false));
    }
    return new UnaryTest.InRanges(
        field, ranges, ranges.stream().map(NumberTests::text).collect(Collectors.joining(", ")));
  }

  /// The number of an output cell.
  static double constant(Field field, NumberType type, String text) {
    refuseDecimalComma(text);
    if (!CONSTANT.matcher(text).matches()) {
      throw new RefusedException(
          "not-a-number",
          "%s is not a number: write for example %s"
              .formatted(Spelling.quoted(text), Spelling.number(type.least())));
    }
    return number(field, type, text);
  }

  private static Interval interval(Field field, NumberType type, String item, String cell) {
    Matcher comparison = COMPARISON.matcher(item);
    if (comparison.matches()) {
      double bound = number(field, type, comparison.group(2));
      Interval interval = compared(comparison.group(1), bound);
      if (!meets(interval, type)) {
        throw never(field, type, item);
      }
      return interval;
    }
    Matcher range = RANGE.matcher(item);
    if (!range.matches()) {
      throw new RefusedException(
          "not-a-number",
          "%s is not a test of numbers: write for example 5, >= 5, [2..5), not(5) or - for any"
              .formatted(Spelling.quoted(cell)));
    }
    Interval interval =
        new Interval(
            number(field, type, range.group(2)),
            range.group(1).equals("["),
            number(field, type, range.group(3)),
            range.group(4).equals("]"));
    if (!meets(interval, type)) {
      throw new RefusedException(
          "empty-interval",
          "%s holds no number: write the lower bound first, and [ ] to include a bound"
              .formatted(Spelling.quoted(item)));
    }
    return interval;
  }

  private static Interval compared(@Nullable String operator, double bound) {
    return switch (operator) {
      case "<" -> new Interval(Double.NEGATIVE_INFINITY, false, bound, false);
      case "<=" -> new Interval(Double.NEGATIVE_INFINITY, false, bound, true);
      case ">" -> new Interval(bound, false, Double.POSITIVE_INFINITY, false);
      case ">=" -> new Interval(bound, true, Double.POSITIVE_INFINITY, false);
      case null, default -> new Interval(bound, true, bound, true);
    };
  }

  private static RefusedException never(Field field, NumberType type, String text) {
    return new RefusedException(
        "empty-interval",
        "%s can never hold: %s: widen it"
            .formatted(Spelling.quoted(text), OutOfRange.range(field, type)));
  }

  private static double number(Field field, NumberType type, String text) {
    boolean percentage = text.endsWith("%");
    if (percentage && !(field.unit().isEmpty() || field.unit().equals("times"))) {
      throw new RefusedException(
          "percentage",
          "%s is a share, but `%s` counts %s: write %s"
              .formatted(
                  Spelling.quoted(text),
                  field.name(),
                  field.unit(),
                  text.substring(0, text.length() - 1)));
    }
    String digits = percentage ? text.substring(0, text.length() - 1) : text;
    if (digits.length() > MAX_DIGITS) {
      throw new RefusedException(OutOfRange.CODE, OutOfRange.message(field, type, text));
    }
    BigDecimal exact = new BigDecimal(digits);
    double number = (percentage ? exact.movePointLeft(2) : exact).doubleValue() + 0.0;
    if (!(number >= type.least() && number <= type.most())) {
      throw new RefusedException(OutOfRange.CODE, OutOfRange.message(field, type, text));
    }
    if (type.whole() && number != Math.rint(number)) {
      throw new RefusedException(
          "not-whole",
          "%s has a fraction, but `%s` is a whole number: write %s or %s"
              .formatted(
                  Spelling.quoted(text),
                  field.name(),
                  Spelling.number(Math.floor(number)),
                  Spelling.number(Math.ceil(number))));
    }
    return number;
  }

  private static void refuseDecimalComma(String text) {
    Matcher comma = DECIMAL_COMMA.matcher(text);
    if (!comma.find()) {
      return;
    }
    String whole = comma.group(1);
    String rest = comma.group(2).substring(1);
    String sign = comma.group().startsWith("-") ? "-" : "";
    boolean thousands =
        !whole.equals("0") && whole.length() <= 3 && rest.matches("\\d{3}(,\\d{3})*+");
    String meant = sign + whole + (thousands ? "" : ".") + rest.replace(",", "") + comma.group(3);
    throw new RefusedException(
        "not-a-number",
        "%s is not a number: write %s%s"
            .formatted(
                Spelling.quoted(comma.group()),
                meant.length() <= MAX_NUMBER_CHARS ? meant : "a decimal point",
                whole.startsWith("0") ? "" : ", or a space after the comma of a list"));
  }

  /// Whether any value of the type lies in the interval.
  private static boolean meets(Interval range, NumberType type) {
    double low = Math.max(range.low(), type.least());
    double high = Math.min(range.high(), type.most());
    if (type.whole()) {
      low = range.low() == low && !range.lowIncluded() ? low + 1 : Math.ceil(low);
      return range.contains(low) && low <= high;
    }
    return low < high || (low == high && range.contains(low));
  }

  private static List<Interval> merged(List<Interval> intervals) {
    List<Interval> sorted =
        intervals.stream()
            .sorted(
                Comparator.comparingDouble(Interval::low)
                    .thenComparing(interval -> !interval.lowIncluded()))
            .toList();
    List<Interval> merged = new ArrayList<>();
    for (Interval next : sorted) {
      if (merged.isEmpty() || !touches(merged.getLast(), next)) {
        merged.add(next);
        continue;
      }
      Interval last = merged.removeLast();
      boolean further = next.high() > last.high();
      boolean included =
          further
              ? next.highIncluded()
              : last.highIncluded() || (next.high() == last.high() && next.highIncluded());
      merged.add(
          new Interval(
              last.low(), last.lowIncluded(), further ? next.high() : last.high(), included));
    }
    return merged;
  }

  private static boolean touches(Interval first, Interval next) {
    return next.low() < first.high()
        || (next.low() == first.high() && (first.highIncluded() || next.lowIncluded()));
  }

  private static List<Interval> complement(List<Interval> ranges) {
    List<Interval> rest = new ArrayList<>();
    double low = Double.NEGATIVE_INFINITY;
    boolean included = false;
    for (Interval range : ranges) {
      if (low < range.low() || (included && !range.lowIncluded() && low == range.low())) {
        rest.add(new Interval(low, included, range.low(), !range.lowIncluded()));
      }
      low = range.high();
      included = !range.highIncluded();
    }
    if (low < Double.POSITIVE_INFINITY) {
      rest.add(new Interval(low, included, Double.POSITIVE_INFINITY, false));
    }
    return rest;
  }

  private static String text(Interval range) {
    if (range.low() == range.high()) {
      return Spelling.number(range.low());
    }
    if (range.low() == Double.NEGATIVE_INFINITY) {
      return (range.highIncluded() ? "<= " : "< ") + Spelling.number(range.high());
    }
    if (range.high() == Double.POSITIVE_INFINITY) {
      return (range.lowIncluded() ? ">= " : "> ") + Spelling.number(range.low());
    }
    return (range.lowIncluded() ? "[" : "(")
        + Spelling.number(range.low())
        + ".."
        + Spelling.number(range.high())
        + (range.highIncluded() ? "]" : ")");
  }
}
