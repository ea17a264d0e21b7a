package dev.ombud.record.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.Counterpart;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.sheet.WorkbookReader;
import dev.ombud.decide.sheet.WorkbookWriter;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.testing.Lexicons;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.SharedData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterpartTest {
  private static final RulesetCompiler COMPILER = new RulesetCompiler();
  private static final CompiledRuleset SHIPPED = COMPILER.compile(Rulesets.shipped());

  /// Every so many of the real ones, so that a draft for each row is judged in no time.
  private static final int STEP = 60;

  private static final List<Aggregate> AGGREGATES = new ArrayList<>();

  @BeforeAll
  static void readAggregates() {
    AggregateReader reader = new AggregateReader();
    List<String> lines = SharedData.aggregates();
    for (int i = 0; i < lines.size(); i += STEP) {
      AGGREGATES.add(reader.readAggregate(lines.get(i).getBytes(StandardCharsets.UTF_8)));
    }
  }

  @AfterAll
  static void close() {
    SHIPPED.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"evidence", "severity", "mitigation", "runbook", "automation", "routing"})
  void neverHidesADifferenceWhereARowIsTakenOut(String table) {
    int shared = 0;
    for (int row = 0; row < table(table).rows().size(); row += 3) {
      try (CompiledRuleset draft = COMPILER.compile(without(table, row))) {
        Counterpart counterpart = SHIPPED.counterpart(draft);
        for (Aggregate aggregate : AGGREGATES) {
          Judge.Compared compared =
              Judge.compare(
                  SHIPPED, counterpart, aggregate, Context.NONE, aggregate.window().end());
          if (compared.isShared()) {
            shared++;
            Judgement after = Judge.judge(draft, aggregate, Context.NONE, aggregate.window().end());
            assertThat(Difference.between(aggregate, compared.judgement(), after))
                .isEqualTo(
                    Difference.between(aggregate, compared.judgement(), compared.judgement()));
          }
        }
      }
    }
    assertThat(shared).isPositive();
  }

  @Test
  void judgesAsItWouldWithoutOne() {
    try (CompiledRuleset draft = COMPILER.compile(without("severity", 0))) {
      for (Aggregate aggregate : AGGREGATES) {
        assertThat(
                Judge.compare(
                        SHIPPED,
                        SHIPPED.counterpart(draft),
                        aggregate,
                        Context.NONE,
                        aggregate.window().end())
                    .judgement())
            .isEqualTo(Judge.judge(SHIPPED, aggregate, Context.NONE, aggregate.window().end()));
      }
    }
  }

  @Test
  void knowsNothingOfOtherRules() {
    checkKnowsNothing(
        Rulesets.withRules("more.drl", "package dev.ombud.rules; rule \"none\" when then end"));
  }

  @Test
  void knowsNothingOfOtherMetrics() {
    checkKnowsNothing(without("metrics", 0));
  }

  private static void checkKnowsNothing(RulesetParts parts) {
    try (CompiledRuleset draft = COMPILER.compile(parts)) {
      Counterpart counterpart = SHIPPED.counterpart(draft);
      assertThat(AGGREGATES)
          .noneMatch(aggregate ->
              Judge.compare(SHIPPED, counterpart, aggregate, Context.NONE, aggregate.window().end())
                  .isShared());
    }
  }

  private static RulesetParts without(String name, int row) {
    DecisionTable table = table(name);
    List<DecisionTable.Row> rows = new ArrayList<>(table.rows());
    rows.remove(row);
    return Rulesets.with(
        "decision-tables/" + name + ".xlsx",
        WorkbookWriter.write(
            new DecisionTable(
                table.name(),
                table.file(),
                table.sheet(),
                table.hitPolicy(),
                table.inputs(),
                table.outputs(),
                rows)));
  }

  private static DecisionTable table(String name) {
    String file = name + ".xlsx";
    byte[] workbook = Rulesets.shipped().parts().get("decision-tables/" + file);
    return WorkbookReader.read(file, Objects.requireNonNull(workbook), Lexicons.SHIPPED)
        .table()
        .orElseThrow();
  }
}
