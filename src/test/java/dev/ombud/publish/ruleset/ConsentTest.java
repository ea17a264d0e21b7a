package dev.ombud.publish.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.domain.GateCase;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.TableEdit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What needs a second person's consent, on the shipped ruleset.
class ConsentTest {
  private static Map<String, DecisionTable> tables(RulesetParts parts) {
    return new RulesetCompiler().tryCompile(parts).tables();
  }

  private static List<String> because(RulesetParts now, RulesetParts next) {
    return Consent.because(now, tables(now), next, tables(next));
  }

  private static RulesetParts automation(String stages) {
    return Rulesets.withTable(
        "automation",
        """
        table automation
        hit policy FIRST
        id | in mitigation.tier | in release.stage | out mitigation.mode | note
        AUT-001 | "TIER_1" | %s | AUTOMATIC | -
        AUT-002 | - | - | APPROVAL | -
        """
            .formatted(stages));
  }

  @Test
  void isOnePersonsForAChangeThatStartsNothingMore() {
    RulesetParts shipped = Rulesets.shipped();
    assertThat(because(shipped, shipped)).isEmpty();
    assertThat(because(automation("\"CANARY\",\"PREPROD\""), automation("\"CANARY\""))).isEmpty();
  }

  @Test
  void isTwoPersonsWhereMoreStartsByItself() {
    assertThat(because(automation("\"CANARY\""), automation("\"CANARY\",\"PREPROD\"")))
        .singleElement()
        .asString()
        .contains("AUT-001", "AUTOMATIC", "PREPROD");
  }

  @Test
  void isTwoPersonsWhereTheRowAboveNoLongerHoldsItBack() {
    String held =
        """
        table automation
        hit policy FIRST
        id | in mitigation.tier | in release.stage | out mitigation.mode | note
        AUT-001 | - | "PRODUCTION" | APPROVAL | -
        AUT-002 | "TIER_1" | - | AUTOMATIC | -
        AUT-003 | - | - | APPROVAL | -
        """;
    RulesetParts now = Rulesets.withTable("automation", held);
    RulesetParts next =
        Rulesets.withTable("automation", held.replace("- | \"PRODUCTION\"", "\"TIER_2\" | -"));
    assertThat(because(now, next)).singleElement().asString().contains("AUT-002", "PRODUCTION");
  }

  @Test
  void isTwoPersonsForRules() {
    RulesetParts next = Rulesets.withRules("more.drl", "package more");
    assertThat(because(Rulesets.shipped(), next))
        .containsExactly("`rules/more.drl` is changed, and rules may do anything");
  }

  @Test
  void isTwoPersonsWhereAGateLetsMoreThrough() {
    RulesetParts shipped = Rulesets.shipped();
    assertThat(because(shipped, TableEdit.conclude("gate", "GATE-001", "gate.verdict", "WARN")))
        .singleElement()
        .asString()
        .contains("`gate` concludes PASS or WARN", "GATE-001", "`gate.highComplaints` 6");
    assertThat(because(shipped, TableEdit.conclude("gate", "GATE-028", "gate.verdict", "PASS")))
        .singleElement()
        .asString()
        .contains("`gate.doubtfulComplaints` 6");
    // A graver word, and one that lets through for another, holds nothing more back than before.
    assertThat(because(shipped, TableEdit.conclude("gate", "GATE-028", "gate.verdict", "BLOCK")))
        .isEmpty();
    assertThat(because(shipped, TableEdit.conclude("gate", "GATE-999", "gate.verdict", "WARN")))
        .isEmpty();
    assertThat(
            because(
                shipped, TableEdit.conclude("gate", "GATE-001", "gate.verdict", "INSUFFICIENT")))
        .isEmpty();
  }

  @Test
  void isTwoPersonsForTheFirstGate() {
    Map<String, byte[]> older = new TreeMap<>(Rulesets.shipped().parts());
    older.remove("decision-tables/gate.xlsx");
    assertThat(because(RulesetParts.of(older), Rulesets.shipped())).hasSize(1);
    assertThat(because(Rulesets.shipped(), RulesetParts.of(older))).isEmpty();
  }

  private static Optional<String> becauseOfGates(RulesetParts now, RulesetParts next) {
    List<GateCase> cases =
        ScenarioRun.read(Rulesets.shipped()).scenarios().stream()
            .filter(GateCase.class::isInstance)
            .map(GateCase.class::cast)
            .toList();
    try (CompiledRuleset before = Rulesets.compile(now);
        CompiledRuleset after = Rulesets.compile(next)) {
      return Consent.becauseOf(cases, Optional.of(before), after);
    }
  }

  @Test
  void isTwoPersonsWhereACaseOfAGateIsLetThroughByWhatItRestsOn() {
    RulesetParts shipped = Rulesets.shipped();
    RulesetParts patient = TableEdit.conclude("evidence", "EVD-900", "limit.staleMinutes", 720.0);
    assertThat(because(shipped, patient)).isEmpty();
    assertThat(becauseOfGates(shipped, patient))
        .contains(
            "1 of the scenarios of gates let through what was held back, for example"
                + " `gate: telemetry that is too old says nothing`");
    assertThat(becauseOfGates(patient, shipped)).isEmpty();
    assertThat(becauseOfGates(shipped, shipped)).isEmpty();
  }

  @Test
  void takesWhatCannotBeLoadedForOneThatHeldEverythingBack() {
    try (CompiledRuleset next = Rulesets.compile(Rulesets.shipped())) {
      GateCase praise =
          (GateCase)
              ScenarioRun.read(Rulesets.shipped()).scenarios().stream()
                  .filter(each -> each.name().equals("gate: praise holds no release"))
                  .findFirst()
                  .orElseThrow();
      assertThat(Consent.becauseOf(List.of(praise), Optional.empty(), next)).isPresent();
      assertThat(Consent.becauseOf(List.of(praise), Optional.of(next), next)).isEmpty();
    }
  }
}
