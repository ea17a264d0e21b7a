package dev.ombud.record.replay;

import dev.ombud.decide.engine.Stages;
import dev.ombud.decide.engine.TableTrace;
import dev.ombud.decide.engine.TableTrace.Compared;
import dev.ombud.decide.engine.TableTrace.Consequence;
import dev.ombud.decide.engine.TableTrace.Failure;
import dev.ombud.decide.engine.TableTrace.Gap;
import dev.ombud.decide.engine.TableTrace.Match;
import dev.ombud.decide.engine.TableTrace.Miss;
import dev.ombud.decide.engine.Words;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.decide.table.UnaryTest.Interval;
import dev.ombud.ground.field.Field;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tables, rows and tests in plain words. Stateless.
public final class ExplanationWords {
  private static final String UNKNOWN = "not known";

  private ExplanationWords() {}

  /// What a table is asked.
  public static String question(DecisionTable table) {
    return switch (table.name()) {
      case Stages.EVIDENCE -> "which thresholds hold here";
      case Stages.SEVERITY -> "how bad it is";
      case Stages.MITIGATION -> "how far to go";
      case Stages.RUNBOOK -> "what to do";
      case Stages.AUTOMATION -> "who starts it";
      case Stages.ROUTING -> "who owns it";
      default -> table.name();
    };
  }

  /// How the rows are chosen that count.
  public static String policy(DecisionTable table) {
    return switch (table.hitPolicy()) {
      case UNIQUE -> "only one row may match";
      case FIRST -> "of the rows that match, the first in the table counts";
      case PRIORITY ->
          "of the rows that match, the one counts whose conclusion comes first" + order(table);
      case ANY -> "several rows may match if they conclude the same";
      case COLLECT, RULE_ORDER, COLLECT_SUM -> "every row that matches counts";
    };
  }

  private static String order(DecisionTable table) {
    return table.outputs().stream()
        .map(Column::field)
        .filter(field -> field.type() instanceof Field.WordType)
        .findFirst()
        .map(field -> " in the order " + String.join(", ", ((Field.WordType) field.type()).words()))
        .orElse("");
  }

  /// What became of a row that matches: a clause after its id.
  public static String standing(DecisionTable table, Match match) {
    String other = match.against().orElse("");
    return switch (match.standing()) {
      case COUNTS -> "counts";
      case LATER ->
          table.hitPolicy() == HitPolicy.PRIORITY
              ? "matches too, and %s concludes as much and stands before it".formatted(other)
              : "matches too, but %s stands before it, and only the first counts".formatted(other);
      case LOWER -> "matches too, but the conclusion of %s comes before its own".formatted(other);
      case AGREES -> "matches too and concludes the same as %s".formatted(other);
      case CONTRADICTS ->
          table.hitPolicy() == HitPolicy.UNIQUE
              ? "matches, but so does %s, and only one row may: none counts".formatted(other)
              : "matches, but %s concludes otherwise: none counts".formatted(other);
    };
  }

  /// What would become of the table if a row matched as well.
  public static String consequence(Miss miss) {
    return switch (miss.consequence()) {
      case Consequence.COUNTS -> "if it matched, it would count";
      case Consequence.CONTRADICTS ->
          "if it matched too, none would count, and a person would decide";
      case Consequence.NOTHING -> "if it matched, nothing would change";
    };
  }

  /// A test that holds: `how certain: 0.92, needs at least 0.85`.
  static String compared(Compared compared) {
    return compared(compared.column(), compared.value(), compared.test());
  }

  private static String compared(Column column, @Nullable Object value, UnaryTest test) {
    return "%s: %s, needs %s".formatted(label(column), value(column.field(), value), needs(test));
  }

  /// A test that fails, with how far off the value is.
  static String failure(Failure failure) {
    String text = compared(failure.column(), failure.value(), failure.test());
    return failure
        .gap()
        .map(gap -> "%s (%s)".formatted(text, gap(failure.column().field(), gap)))
        .orElse(text);
  }

  /// How far off a test is that fails, for example `0.05 short`; nothing for words.
  public static Optional<String> distance(Failure failure) {
    return failure.gap().map(gap -> gap(failure.column().field(), gap));
  }

  private static String gap(Field field, Gap gap) {
    if (gap.distance().signum() == 0) {
      return "exactly the bound, which does not count";
    }
    return number(gap.distance())
        + unit(field, gap.distance().doubleValue())
        + (gap.above() ? " too much" : " short");
  }

  /// At most four digits after the point, but never 0 for what is more.
  private static String number(BigDecimal exact) {
    double number = exact.doubleValue();
    return number < 0.0001 ? exact.round(new MathContext(2)).toPlainString() : Words.of(number);
  }

  /// What people read above a column, as the start of a clause.
  public static String label(Column column) {
    String label = column.label();
    boolean abbreviation = label.length() > 1 && Character.isUpperCase(label.charAt(1));
    return abbreviation
        ? label
        : label.substring(0, 1).toLowerCase(Locale.ROOT) + label.substring(1);
  }

  /// A value with its unit.
  public static String value(Field field, @Nullable Object value) {
    return switch (value) {
      case null -> UNKNOWN;
      case Boolean flag -> flag ? "yes" : "no";
      case Double number -> Words.of(number.doubleValue()) + unit(field, number);
      case List<?> several when several.isEmpty() -> "none";
      case Object other -> Words.of(other);
    };
  }

  private static String unit(Field field, double number) {
    String unit = field.unit();
    if (unit.isEmpty()) {
      return "";
    }
    if (number != 1 || unit.equals("times")) {
      return " " + unit;
    }
    return " "
        + (unit.endsWith("ies")
            ? unit.substring(0, unit.length() - 3) + "y"
            : unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit);
  }

  /// What a test asks for.
  public static String needs(UnaryTest test) {
    return switch (test) {
      case UnaryTest.Any _ -> "nothing";
      case UnaryTest.IsFlag flag -> flag.expected() ? "yes" : "no";
      case UnaryTest.InWords words -> words(words);
      case UnaryTest.InRanges ranges -> ranges(ranges);
    };
  }

  private static String words(UnaryTest.InWords test) {
    List<String> words = test.words().stream().sorted().toList();
    String all = String.join(test.negated() ? " nor " : " or ", words);
    if (!test.negated()) {
      return all;
    }
    return words.size() == 1 ? "not " + all : "neither " + all;
  }

  private static String ranges(UnaryTest.InRanges test) {
    List<String> parts = new ArrayList<>();
    for (Interval range : test.ranges()) {
      parts.add(range(range));
    }
    Interval last = test.ranges().getLast();
    double shown = Double.isInfinite(last.high()) ? last.low() : last.high();
    return String.join(" or ", parts) + unit(test.field(), shown);
  }

  private static String range(Interval range) {
    String low = Words.of(range.low());
    String high = Words.of(range.high());
    if (range.low() == range.high()) {
      return "exactly " + low;
    }
    if (Double.isInfinite(range.low())) {
      return (range.highIncluded() ? "at most " : "less than ") + high;
    }
    if (Double.isInfinite(range.high())) {
      return (range.lowIncluded() ? "at least " : "more than ") + low;
    }
    return range.lowIncluded()
        ? "from " + low + (range.highIncluded() ? " to " : " to less than ") + high
        : "more than " + low + (range.highIncluded() ? " and at most " : " and less than ") + high;
  }

  /// What a row concludes: `severity: P1`.
  public static String conclusions(DecisionTable table, DecisionTable.Row row) {
    return conclusions(table, row, column -> true);
  }

  /// What a row concludes otherwise than the one that counts; all where not just one counts.
  public static String otherConclusions(TableTrace trace, DecisionTable.Row row) {
    List<DecisionTable.Row> counting = trace.counting();
    if (counting.size() != 1) {
      return conclusions(trace.table(), row);
    }
    List<@Nullable Object> theirs = counting.getFirst().conclusions();
    return theirs.equals(row.conclusions())
        ? "concludes the same"
        : conclusions(
            trace.table(),
            row,
            column -> !Objects.equals(theirs.get(column), row.conclusions().get(column)));
  }

  private static String conclusions(
      DecisionTable table, DecisionTable.Row row, IntPredicate wanted) {
    List<String> parts = new ArrayList<>();
    for (int column = 0; column < table.outputs().size(); column++) {
      if (wanted.test(column)) {
        Column output = table.outputs().get(column);
        Object conclusion = row.conclusions().get(column);
        parts.add(
            label(output)
                + ": "
                + (conclusion == null ? "nothing" : value(output.field(), conclusion)));
      }
    }
    return String.join(", ", parts);
  }

  /// What kept a row from matching, and what it would have brought about.
  static String miss(Miss miss) {
    String failed =
        miss.failed().stream().map(ExplanationWords::failure).collect(Collectors.joining("; "));
    return sentence(failed) + " " + sentence(consequence(miss));
  }

  /// A clause as a sentence.
  public static String sentence(String clause) {
    return capital(clause) + ".";
  }

  public static String capital(String clause) {
    return clause.isEmpty()
        ? clause
        : clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1);
  }
}
