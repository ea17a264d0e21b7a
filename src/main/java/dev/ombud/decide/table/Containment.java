package dev.ombud.decide.table;

import dev.ombud.decide.table.UnaryTest.Any;
import dev.ombud.decide.table.UnaryTest.InRanges;
import dev.ombud.decide.table.UnaryTest.InWords;
import dev.ombud.decide.table.UnaryTest.Interval;
import dev.ombud.decide.table.UnaryTest.IsFlag;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Field.NumberType;
import dev.ombud.ground.field.Field.WordType;
import dev.ombud.ground.field.Field.WordsType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether every value of a field that meets one test meets another as well; exact over the values
/// that the field can take.
final class Containment {
  private Containment() {}

  /// @param narrow a test of the same field as the other
  static boolean isWithin(UnaryTest narrow, UnaryTest wide) {
    return switch (wide) {
      case Any _ -> true;
      case InRanges outer ->
          narrow instanceof InRanges inner && isWithin(inner, outer, numbers(wide.field()));
      case InWords outer -> narrow instanceof InWords inner && isWithin(inner, outer);
      case IsFlag outer -> narrow.equals(outer);
    };
  }

  private static NumberType numbers(Field field) {
    if (field.type() instanceof NumberType type) {
      return type;
    }
    throw new IllegalStateException("ranges of `" + field + "`, which is no number");
  }

  private static boolean isWithin(InRanges inner, InRanges outer, NumberType type) {
    List<Interval> wide = taken(outer.ranges(), type);
    return taken(inner.ranges(), type).stream()
        .allMatch(each -> wide.stream().anyMatch(one -> isWithin(each, one)));
  }

  private static boolean isWithin(Interval inner, Interval outer) {
    boolean low =
        inner.low() > outer.low()
            || (inner.low() == outer.low() && (outer.lowIncluded() || !inner.lowIncluded()));
    boolean high =
        inner.high() < outer.high()
            || (inner.high() == outer.high() && (outer.highIncluded() || !inner.highIncluded()));
    return low && high;
  }

  /// The part of some ascending ranges that the type can take. Of whole numbers the bounds are the
  /// least and the greatest one, and ranges between which no whole number lies are joined.
  private static List<Interval> taken(List<Interval> ranges, NumberType type) {
    List<Interval> taken = new ArrayList<>();
    for (Interval range : ranges) {
      Interval next = clipped(range, type);
      boolean isEmpty =
          next.low() > next.high()
              || (next.low() == next.high() && !(next.lowIncluded() && next.highIncluded()));
      if (isEmpty) {
        continue;
      }
      if (type.whole() && !taken.isEmpty() && taken.getLast().high() + 1 >= next.low()) {
        next = new Interval(taken.removeLast().low(), true, next.high(), true);
      }
      taken.add(next);
    }
    return taken;
  }

  private static Interval clipped(Interval range, NumberType type) {
    if (type.whole()) {
      double low = Math.ceil(range.low());
      double high = Math.floor(range.high());
      low += low == range.low() && !range.lowIncluded() ? 1 : 0;
      high -= high == range.high() && !range.highIncluded() ? 1 : 0;
      return new Interval(Math.max(low, type.least()), true, Math.min(high, type.most()), true);
    }
    boolean fromLeast = range.low() < type.least();
    boolean toMost = range.high() > type.most();
    return new Interval(
        fromLeast ? type.least() : range.low(),
        fromLeast || range.lowIncluded(),
        toMost ? type.most() : range.high(),
        toMost || range.highIncluded());
  }

  /// Of several words one is enough for a set and one too many for `not(…)`; so a list that has a
  /// word of the one and a word of the other meets a set and fails `not(…)`, whatever else is true.
  private static boolean isWithin(InWords inner, InWords outer) {
    boolean several =
        inner.field().type() instanceof WordsType
            || inner.field().type() instanceof Field.TextsType;
    if (inner.negated()) {
      return outer.negated()
          ? inner.words().containsAll(outer.words())
          : !isEndless(inner.field()) && outer.words().containsAll(rest(inner));
    }
    if (!outer.negated()) {
      return outer.words().containsAll(inner.words());
    }
    return !several && inner.words().stream().noneMatch(outer.words()::contains);
  }

  /// The declared words that meet a `not(…)`.
  private static Set<String> rest(InWords negated) {
    Set<String> rest =
        new HashSet<>(
            switch (negated.field().type()) {
              case WordType type -> type.words();
              case WordsType type -> type.words();
              case Field.NumberType _, Field.TextType _, Field.TextsType _, Field.FlagType _ ->
                  List.of();
            });
    rest.removeAll(negated.words());
    return rest;
  }

  /// Whether the field may hold words that it does not declare.
  private static boolean isEndless(Field field) {
    return switch (field.type()) {
      case WordType type -> type.open();
      case WordsType type -> type.open();
      case Field.TextType _, Field.TextsType _ -> true;
      case Field.NumberType _, Field.FlagType _ -> false;
    };
  }
}
