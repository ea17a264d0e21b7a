package dev.ombud.decide.engine;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.decide.table.UnaryTest;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.domain.Judgement.Firing;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.MetricShape;
import dev.ombud.ground.field.MetricShape.Compare;
import dev.ombud.ground.field.MetricShape.Kind;
import dev.ombud.ground.field.MetricShape.Worse;
import dev.ombud.ground.field.TableVocabulary;
import dev.ombud.ground.field.Vocabulary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the metrics of a ruleset are read: the table `metrics`, sorted by the names that its rows
/// have. Immutable.
public final class MetricShapes {
  /// Those of rulesets of before, which compared all alike.
  private static final Map<String, MetricShape> EARLIER = earlier();

  private final Map<String, List<Entry>> entries;
  private final boolean isEarlier;

  private record Entry(RowFact.Body body, MetricShape shape) {}

  /// The shape of one metric, and the row that gives it.
  ///
  /// @param firing of that row; nothing for a ruleset of before
  public record Shaped(MetricShape shape, Optional<Firing> firing) {}

  private MetricShapes(Map<String, List<Entry>> entries, boolean isEarlier) {
    this.entries = entries;
    this.isEarlier = isEarlier;
  }

  /// @param table the table `metrics`, or null for a ruleset of before
  static MetricShapes of(@Nullable DecisionTable table) {
    Map<String, List<Entry>> entries = new LinkedHashMap<>();
    if (table != null) {
      int position = 0;
      for (Row row : table.rows()) {
        position++;
        RowFact.Body body = new RowFact.Body(table, row, position, null);
        Entry entry = new Entry(body, shape(table, row));
        for (String name : names(table, row)) {
          entries.computeIfAbsent(name, _ -> new ArrayList<>()).add(entry);
        }
      }
    }
    return new MetricShapes(entries, table == null);
  }

  private static Map<String, MetricShape> earlier() {
    Map<String, MetricShape> shapes = new HashMap<>();
    for (String name :
        List.of("errorRate", "latencyP95Millis", "failedTransactions", "cartFailures")) {
      shapes.put(name, earlier(Kind.RATE, Worse.HIGHER));
    }
    for (String name : List.of("conversion", "crashFreeRate")) {
      shapes.put(name, earlier(Kind.RATE, Worse.LOWER));
    }
    shapes.put("traffic", earlier(Kind.TRAFFIC, Worse.LOWER));
    return shapes;
  }

  private static MetricShape earlier(Kind kind, Worse worse) {
    return new MetricShape(kind, worse, Compare.TIMES, Double.NaN, 0, false, false);
  }

  /// The names of metrics that have a row.
  public Collection<String> names() {
    return isEarlier ? EARLIER.keySet() : entries.keySet();
  }

  /// How a metric is read in a case.
  ///
  /// @param facts of the case; the name of the metric becomes one of them
  public Optional<Shaped> find(String name, Facts facts) {
    if (isEarlier) {
      double rise = facts.number(Vocabulary.LIMIT_RISE);
      return Optional.ofNullable(EARLIER.get(name))
          .map(shape -> new Shaped(shape.confirmingFrom(rise), Optional.empty()));
    }
    List<Entry> rows = entries.get(name);
    if (rows == null) {
      return Optional.empty();
    }
    facts.put(TableVocabulary.METRIC, name);
    for (Entry entry : rows) {
      if (entry.body().admits(facts)) {
        Firing firing = TableAnswer.firing(entry.body().table(), entry.body(), facts);
        return Optional.of(new Shaped(entry.shape(), Optional.of(firing)));
      }
    }
    return Optional.empty();
  }

  /// What keeps the table from being used.
  static List<Finding> check(DecisionTable table) {
    List<Finding> findings = new ArrayList<>();
    if (table.hitPolicy() != HitPolicy.FIRST && table.hitPolicy() != HitPolicy.UNIQUE) {
      findings.add(
          finding(table, "B2", "wrong-hit-policy", "a metric has one shape: use FIRST or UNIQUE"));
    }
    for (Row row : table.rows()) {
      if (names(table, row).isEmpty()) {
        findings.add(
            finding(
                table,
                cell(table, row, TableVocabulary.METRIC),
                "no-metric",
                "row %s is about no metric by name: write one, without not(…) and -"
                    .formatted(row.id())));
      }
      checkNumbers(table, row, findings);
    }
    return findings;
  }

  private static void checkNumbers(DecisionTable table, Row row, List<Finding> findings) {
    boolean isWhole = row.conclusions().stream().noneMatch(conclusion -> conclusion == null);
    if (!isWhole) {
      return; // reported as a missing conclusion
    }
    MetricShape shape = shape(table, row);
    if (shape.compare() != Compare.POINTS && shape.confirms() <= 1) {
      findings.add(
          finding(
              table,
              cell(table, row, TableVocabulary.CONFIRMS),
              "confirms-always",
              "row %s: 1 time is no change: write a number above 1".formatted(row.id())));
    }
    if (shape.compare() == Compare.POINTS && shape.confirms() <= 0) {
      findings.add(
          finding(
              table,
              cell(table, row, TableVocabulary.CONFIRMS),
              "confirms-always",
              "row %s: no difference is no change: write a number above 0".formatted(row.id())));
    }
    if (shape.compare() == Compare.COMPLEMENT && shape.kind() != Kind.SHARE) {
      findings.add(
          finding(
              table,
              cell(table, row, TableVocabulary.COMPARE),
              "no-complement",
              "row %s: only a SHARE has a complement: write TIMES or POINTS".formatted(row.id())));
    }
  }

  private static Finding finding(DecisionTable table, String cell, String code, String message) {
    return new Finding(table.file(), table.sheet(), cell, Finding.Level.ERROR, code, message);
  }

  private static String cell(DecisionTable table, Row row, Field field) {
    for (List<Column> columns : List.of(table.inputs(), table.outputs())) {
      for (Column column : columns) {
        if (column.field().equals(field)) {
          return table.cell(row, column);
        }
      }
    }
    return "A" + row.number();
  }

  private static List<String> names(DecisionTable table, Row row) {
    for (int i = 0; i < table.inputs().size(); i++) {
      if (table.inputs().get(i).field().equals(TableVocabulary.METRIC)
          && row.tests().get(i) instanceof UnaryTest.InWords words
          && !words.negated()) {
        return words.words().stream().sorted().toList();
      }
    }
    return List.of();
  }

  private static MetricShape shape(DecisionTable table, Row row) {
    return new MetricShape(
        Kind.valueOf(word(table, row, TableVocabulary.KIND)),
        Worse.valueOf(word(table, row, TableVocabulary.WORSE)),
        Compare.valueOf(word(table, row, TableVocabulary.COMPARE)),
        number(table, row, TableVocabulary.CONFIRMS),
        number(table, row, TableVocabulary.SMALLEST),
        Boolean.TRUE.equals(conclusion(table, row, TableVocabulary.PER_TRAFFIC)),
        Boolean.TRUE.equals(conclusion(table, row, TableVocabulary.GUARD)));
  }

  private static String word(DecisionTable table, Row row, Field field) {
    return String.valueOf(conclusion(table, row, field));
  }

  private static double number(DecisionTable table, Row row, Field field) {
    return conclusion(table, row, field) instanceof Double number ? number : Double.NaN;
  }

  private static @Nullable Object conclusion(DecisionTable table, Row row, Field field) {
    for (int column = 0; column < table.outputs().size(); column++) {
      if (table.outputs().get(column).field().equals(field)) {
        return row.conclusions().get(column);
      }
    }
    return null;
  }
}
