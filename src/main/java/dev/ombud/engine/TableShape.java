package dev.ombud.engine;

import dev.ombud.domain.Field;
import dev.ombud.domain.Finding;
import dev.ombud.domain.GateVocabulary;
import dev.ombud.domain.Vocabulary;
import dev.ombud.table.DecisionTable;
import dev.ombud.table.DecisionTable.HitPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks that a ruleset has the tables that judging needs, that each concludes what it must, and
/// that none tests a field which is not known yet when its turn comes.
final class TableShape {
  /// @param name the table
  /// @param outputs what it must conclude
  private record Step(String name, List<Field> outputs) {}

  private static final List<Field> LIMITS =
      Vocabulary.fields().stream().filter(f -> f.origin() == Field.Origin.LIMIT).toList();

  /// In the order in which judging asks them.
  private static final List<Step> STEPS =
      List.of(
          new Step(Stages.EVIDENCE, LIMITS),
          new Step(Stages.SEVERITY, List.of(Vocabulary.SEVERITY)),
          new Step(Stages.MITIGATION, List.of(Vocabulary.TIER)),
          new Step(Stages.RUNBOOK, List.of(Vocabulary.ACTION)),
          new Step(Stages.AUTOMATION, List.of(Vocabulary.MODE)),
          new Step(Stages.ROUTING, List.of(Vocabulary.TEAM, Vocabulary.SLA, Vocabulary.NOTIFIED)));

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
    for (Step step : STEPS) {
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
      known.addAll(step.outputs());
      if (step.name().equals(Stages.EVIDENCE)) {
        Vocabulary.fields().stream()
            .filter(field -> field.origin() == Field.Origin.SIGNAL)
            .forEach(known::add);
      }
    }
    DecisionTable gate = tables.get(GATE.name());
    if (gate != null) {
      checkTable(gate, GATE, knownToGates(), findings);
    }
    return findings;
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
    boolean collects =
        table.hitPolicy() == HitPolicy.COLLECT || table.hitPolicy() == HitPolicy.RULE_ORDER;
    if (collects && !step.name().equals(Stages.RUNBOOK)) {
      findings.add(
          about(
              table,
              "several-conclusions",
              "hit policy "
                  + table.hitPolicy().text()
                  + " gives several conclusions where one is needed:"
                  + " use FIRST, PRIORITY, UNIQUE or ANY"));
    }
    if (!step.name().equals(Stages.ROUTING)) {
      table.rows().forEach(row -> checkRow(table, row, findings));
    }
  }

  private static Finding about(DecisionTable table, String code, String message) {
    return new Finding(table.file(), table.sheet(), "", Finding.Level.ERROR, code, message);
  }

  private static void checkRow(DecisionTable table, DecisionTable.Row row, List<Finding> findings) {
    for (int column = 0; column < table.outputs().size(); column++) {
      @Nullable Object conclusion = row.conclusions().get(column);
      boolean isFree = table.outputs().get(column).field().equals(GateVocabulary.ACTION);
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
