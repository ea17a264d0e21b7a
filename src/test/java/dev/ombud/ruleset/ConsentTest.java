package dev.ombud.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.engine.RulesetCompiler;
import dev.ombud.engine.RulesetParts;
import dev.ombud.table.DecisionTable;
import dev.ombud.testing.Rulesets;
import java.util.List;
import java.util.Map;
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
}
