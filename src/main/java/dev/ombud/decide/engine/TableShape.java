package dev.ombud.decide.engine;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.GateVocabulary;
import dev.ombud.ground.field.TableVocabulary;
import dev.ombud.ground.field.Vocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks that a ruleset has the tables that judging needs, that each concludes what it must, and
/// that none tests a field which is not known yet when its turn comes.
final class TableShape {
  /// @param name the table
  /// @param outputs what it must conclude
  private record Step(String name, List<Field> outputs) {}

  private static final Step SEVERITY = new Step(Stages.SEVERITY, List.of(Vocabulary.SEVERITY));
  private static final Step MITIGATION = new Step(Stages.MITIGATION, List.of(Vocabulary.TIER));
  private static final Step ROUTING =
      new Step(Stages.ROUTING, List.of(Vocabulary.TEAM, Vocabulary.SLA, Vocabulary.NOTIFIED));

  /// In the order in which judging asks them.
  private static final List<Step> STEPS =
      List.of(
          new Step(Stages.EVIDENCE, Vocabulary.limits(true)),
          SEVERITY,
          MITIGATION,
          new Step(Stages.RUNBOOK, List.of(Vocabulary.ACTION, Vocabulary.PERCENT)),
          new Step(Stages.AUTOMATION, List.of(Vocabulary.MODE, Vocabulary.TELLING)),
          ROUTING,
          new Step(Stages.PRIORITY, List.of(TableVocabulary.POINTS)));

  /// The same for a ruleset of before there were vocabularies.
  private static final List<Step> EARLIER_STEPS =
      List.of(
          new Step(Stages.EVIDENCE, Vocabulary.limits(false)),
          SEVERITY,
          MITIGATION,
          new Step(Stages.RUNBOOK, List.of(Vocabulary.ACTION)),
          new Step(Stages.AUTOMATION, List.of(Vocabulary.MODE)),
          ROUTING);

  private static final Step METRICS = new Step(Stages.METRICS, TableVocabulary.OF_METRICS);
  private static final Step VOCABULARY = new Step(Stages.VOCABULARY, TableVocabulary.OF_WORDS);

  /// What a row may leave open.
  private static final Set<Field> FREE = free();

  /// Asked by itself, about facts of its own. A ruleset may do without.
  private static final Step GATE =
      new Step(
          Stages.GATE,
          List.of(GateVocabulary.VERDICT, GateVocabulary.REASON, GateVocabulary.ACTION));

  private TableShape() {}

  static List<Finding> check(Map<String, DecisionTable> tables) {
    List<Finding> findings = new ArrayList<>();
    Set<Field> known = new HashSet<>();
    for (Field field : Vocabulary.fields()) {
      if (field.origin() == Field.Origin.AGGREGATE || field.origin() == Field.Origin.DERIVED) {
        known.add(field);
      }
    }
    boolean isEarlier = !tables.containsKey(Stages.VOCABULARY);
    for (Step step : isEarlier ? EARLIER_STEPS : STEPS) {
      checkNeeded(tables, step, known, findings);
      known.addAll(step.outputs());
      if (step.name().equals(Stages.EVIDENCE)) {
        Vocabulary.fields().stream()
            .filter(field -> field.origin() == Field.Origin.SIGNAL)
            .forEach(known::add);
      }
    }
    if (!isEarlier) {
      checkNeeded(tables, METRICS, knownOfMetrics(), findings);
      Optional.ofNullable(tables.get(Stages.METRICS))
          .filter(_ -> findings.isEmpty())
          .ifPresent(metrics -> findings.addAll(MetricShapes.check(metrics)));
      checkNeeded(tables, VOCABULARY, Set.of(TableVocabulary.LIST, TableVocabulary.NAME), findings);
    }
    DecisionTable gate = tables.get(GATE.name());
    if (gate != null) {
      checkTable(gate, GATE, knownToGates(), findings);
    }
    return findings;
  }

  private static Set<Field> free() {
    Set<Field> free = new HashSet<>(TableVocabulary.OF_WORDS);
    free.addAll(List.of(GateVocabulary.ACTION, Vocabulary.PERCENT));
    return free;
  }

  private static void checkNeeded(
      Map<String, DecisionTable> tables, Step step, Set<Field> known, List<Finding> findings) {
    DecisionTable table = tables.get(step.name());
    if (table == null) {
      findings.add(
          Finding.error(
              step.name() + ".xlsx",
              "missing-table",
              "table `" + step.name() + "` is missing: add its workbook"));
    } else {
      checkTable(table, step, known, findings);
    }
  }

  /// Metrics are read before any signal is known.
  private static Set<Field> knownOfMetrics() {
    Set<Field> known = new HashSet<>();
    for (Field field : Vocabulary.fields()) {
      switch (field.origin()) {
        case AGGREGATE, DERIVED, LIMIT -> known.add(field);
        case SIGNAL, GATE, SUBJECT, CONCLUSION -> {}
      }
    }
    known.add(TableVocabulary.METRIC);
    return known;
  }

  private static Set<Field> knownToGates() {
    Set<Field> known = new HashSet<>();
    for (Field field : Vocabulary.fields()) {
      if (field.origin() == Field.Origin.GATE) {
        known.add(field);
      }
    }
    known.addAll(
        List.of(
            Vocabulary.PRODUCT,
            Vocabulary.VERSION,
            Vocabulary.STAGE,
            Vocabulary.TELEMETRY,
            Vocabulary.CONFIRMING));
    return known;
  }

  private static void checkTable(
      DecisionTable table, Step step, Set<Field> known, List<Finding> findings) {
    for (DecisionTable.Column input : table.inputs()) {
      if (!known.contains(input.field())) {
        findings.add(
            about(
                table,
                "unknown-yet",
                "`" + input.field() + "` is not known yet when this table is asked: remove it"));
      }
    }
    List<Field> outputs = table.outputs().stream().map(DecisionTable.Column::field).toList();
    for (Field output : step.outputs()) {
      if (!outputs.contains(output)) {
        findings.add(
            about(
                table,
                "missing-output",
                "output `" + output + "` is missing: add a column for it"));
      }
    }
    for (Field output : outputs) {
      if (!step.outputs().contains(output)) {
        findings.add(
            about(
                table,
                "foreign-output",
                "`" + output + "` is not this table's to conclude: remove it"));
      }
    }
    checkHitPolicy(table, step, findings);
    if (!step.name().equals(Stages.ROUTING)) {
      table.rows().forEach(row -> checkRow(table, row, findings));
    }
    if (outputs.contains(Vocabulary.ACTION) && outputs.contains(Vocabulary.PERCENT)) {
      table.rows().forEach(row -> checkPercent(table, row, outputs, findings));
    }
  }

  /// A percentage belongs to what reduces an exposure, and to nothing else.
  private static void checkPercent(
      DecisionTable table, DecisionTable.Row row, List<Field> outputs, List<Finding> findings) {
    int percent = outputs.indexOf(Vocabulary.PERCENT);
    boolean reduces =
        ActionKind.REDUCE_EXPOSURE
            .name()
            .equals(row.conclusions().get(outputs.indexOf(Vocabulary.ACTION)));
    if (reduces != (row.conclusions().get(percent) != null)) {
      findings.add(
          new Finding(
              table.file(),
              table.sheet(),
              table.cell(row, table.outputs().get(percent)),
              Finding.Level.ERROR,
              reduces ? "no-percentage" : "stray-percentage",
              reduces
                  ? "row %s reduces an exposure and does not say to what: write a percentage"
                      .formatted(row.id())
                  : "row %s reduces nothing: write -".formatted(row.id())));
    }
  }

  private static void checkHitPolicy(DecisionTable table, Step step, List<Finding> findings) {
    HitPolicy policy = table.hitPolicy();
    if (step.name().equals(Stages.PRIORITY) != (policy == HitPolicy.COLLECT_SUM)) {
      findings.add(
          about(
              table,
              "wrong-hit-policy",
              policy == HitPolicy.COLLECT_SUM
                  ? "hit policy COLLECT SUM is for the table `priority` alone: use another"
                  : "points are added up: use hit policy COLLECT SUM"));
    } else if (policy.isCollecting()
        && !step.name().equals(Stages.RUNBOOK)
        && !step.name().equals(Stages.PRIORITY)) {
      findings.add(
          about(
              table,
              "several-conclusions",
              "hit policy "
                  + policy.text()
                  + " gives several conclusions where one is needed:"
                  + " use FIRST, PRIORITY, UNIQUE or ANY"));
    }
  }

  private static Finding about(DecisionTable table, String code, String message) {
    return new Finding(table.file(), table.sheet(), "", Finding.Level.ERROR, code, message);
  }

  private static void checkRow(DecisionTable table, DecisionTable.Row row, List<Finding> findings) {
    for (int column = 0; column < table.outputs().size(); column++) {
      @Nullable Object conclusion = row.conclusions().get(column);
      boolean isFree = FREE.contains(table.outputs().get(column).field());
      if (conclusion == null && !isFree) {
        findings.add(
            new Finding(
                table.file(),
                table.sheet(),
                table.cell(row, table.outputs().get(column)),
                Finding.Level.ERROR,
                "no-conclusion",
                "row "
                    + row.id()
                    + " concludes nothing for `"
                    + table.outputs().get(column).field()
                    + "`: write a value"));
      }
    }
  }
}
