package dev.ombud.bench;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.sheet.WorkbookReader;
import dev.ombud.decide.sheet.WorkbookWriter;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.decide.table.UnaryTestReader;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.ground.field.WordList;
import dev.ombud.publish.ruleset.RulesetFiles;
import dev.ombud.testing.Lexicons;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The shipped ruleset with every table grown to 1,000 rows, as years of owners would leave it: the
/// shipped rows again for single products, surfaces and categories, with other thresholds, and
/// above the general ones. They go the way of any workbook: written, read, checked, compiled.
final class GrownRuleset {
  static final int ROWS = 1_000;

  /// The shipped rows have three digits in their ids.
  private static final int FIRST_ID = 10_000;

  private static final int PRODUCTS = 20;
  private static final int STEPS = 5;
  private static final double STEP = 0.02;

  private GrownRuleset() {}

  static CompiledRuleset compile() {
    Map<String, byte[]> parts = new HashMap<>(RulesetFiles.read(Path.of("")).parts());
    parts.replaceAll((path, content) ->
        path.endsWith(".xlsx") ? WorkbookWriter.write(grow(read(path, content), ROWS)) : content);
    return new RulesetCompiler().compile(RulesetParts.of(parts));
  }

  /// Whether a row is one of those that were added.
  static boolean isGrown(String rowId) {
    return rowId.matches("[A-Z]+-\\d{5}");
  }

  private static DecisionTable read(String path, byte[] workbook) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    WorkbookReader.Reading reading = WorkbookReader.read(file, workbook, Lexicons.SHIPPED);
    return reading
        .table()
        .orElseThrow(() -> new IllegalStateException(reading.findings().toString()));
  }

  /// A workbook of the table with so many rows.
  static byte[] grown(String file, byte[] workbook, int rows) {
    return WorkbookWriter.write(grow(read(file, workbook), rows));
  }

  private static DecisionTable grow(DecisionTable table, int wanted) {
    List<Row> bases = table.rows().stream().filter(row -> isBase(table, row)).toList();
    List<Row> rows = new ArrayList<>();
    int copies = wanted - table.rows().size();
    for (int i = 0; i < copies; i++) {
      rows.add(copy(table, bases.get(i % bases.size()), i, i / bases.size()));
    }
    rows.addAll(table.rows());
    return new DecisionTable(
        table.name(),
        table.file(),
        table.sheet(),
        table.hitPolicy(),
        table.inputs(),
        table.outputs(),
        rows);
  }

  /// A row for everything would win over all others, unless a product narrows it.
  private static boolean isBase(DecisionTable table, Row row) {
    boolean narrowed =
        table.inputs().stream().anyMatch(column -> column.field().equals(Vocabulary.PRODUCT));
    return narrowed || !row.tests().stream().allMatch(UnaryTest.Any.class::isInstance);
  }

  private static Row copy(DecisionTable table, Row base, int number, int round) {
    List<UnaryTest> tests = new ArrayList<>();
    for (int i = 0; i < table.inputs().size(); i++) {
      Column column = table.inputs().get(i);
      tests.add(other(column.field(), base.tests().get(i), number, round));
    }
    return new Row(
        base.id().replaceFirst("-.*", "-") + (FIRST_ID + number),
        base.number(),
        base.range(),
        tests,
        base.conclusions(),
        base.note());
  }

  private static UnaryTest other(Field field, UnaryTest test, int number, int round) {
    if (field.equals(Vocabulary.PRODUCT)) {
      return read(field, '"' + product(round) + '"');
    }
    if (field.equals(Vocabulary.CATEGORY)) {
      return read(field, quoted(Lexicons.SHIPPED.names(WordList.CATEGORY), round));
    }
    if (field.equals(Vocabulary.SURFACE)) {
      return read(field, quoted(Lexicons.SHIPPED.names(WordList.SURFACE), number));
    }
    return switch (test) {
      case UnaryTest.InRanges ranges when ranges.ranges().size() == 1 ->
          read(field, moved(ranges.ranges().getFirst(), 1 + STEP * (round % STEPS)));
      case UnaryTest.Any _, UnaryTest.InRanges _, UnaryTest.InWords _, UnaryTest.IsFlag _ -> test;
    };
  }

  /// Two of the products are those of the aggregates and of the scenarios.
  private static String product(int round) {
    return switch (round % PRODUCTS) {
      case 0 -> "netflix-android";
      case 1 -> "storefront";
      default -> "product-%02d".formatted(round % PRODUCTS);
    };
  }

  private static String quoted(List<String> words, int number) {
    return '"' + words.get(number % words.size()) + '"';
  }

  private static String moved(UnaryTest.Interval range, double factor) {
    String low = number(range.low() * factor);
    String high = number(range.high() * factor);
    if (Double.isInfinite(range.high())) {
      return (range.lowIncluded() ? ">= " : "> ") + low;
    }
    if (Double.isInfinite(range.low())) {
      return (range.highIncluded() ? "<= " : "< ") + high;
    }
    return (range.lowIncluded() ? "[" : "(")
        + low
        + ".."
        + high
        + (range.highIncluded() ? "]" : ")");
  }

  private static String number(double number) {
    return Double.isInfinite(number)
        ? ""
        : BigDecimal.valueOf(number)
            .setScale(number >= 2 ? 0 : 3, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString();
  }

  static UnaryTest read(Field field, String cell) {
    return switch (UnaryTestReader.read(field, cell)) {
      case UnaryTestReader.Read(UnaryTest test) -> test;
      case UnaryTestReader.Refused refused ->
          throw new IllegalStateException(field + ": " + refused.message());
    };
  }
}
