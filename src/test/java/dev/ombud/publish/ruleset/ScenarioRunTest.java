package dev.ombud.publish.ruleset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.domain.GateCase;
import dev.ombud.ground.domain.Scenario;
import dev.ombud.publish.ruleset.ScenarioRun.Coverage;
import dev.ombud.publish.ruleset.ScenarioRun.Result;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.TableEdit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What gates are held to, beside what decisions are.
final class ScenarioRunTest {
  private static final String SIXTH = "gate: the sixth grave complaint about one surface blocks";

  private static final Pattern RULE = Pattern.compile("(?m)^rule \"([^\"]+)\"");

  /// A scenario stands alone: what follows from earlier windows, tests of the judge have.
  private static final Set<String> NEED_A_PAST =
      Set.of(
          "cool-down of the incident", "out of order settles nothing", "too few windows in a row");

  private static List<Scenario> gateCases() {
    return ScenarioRun.read(Rulesets.shipped()).scenarios().stream()
        .filter(GateCase.class::isInstance)
        .toList();
  }

  private static List<Result> run(RulesetParts parts) {
    try (CompiledRuleset ruleset = Rulesets.compile(parts)) {
      return ScenarioRun.run(ruleset, gateCases());
    }
  }

  @Test
  void holdsTheShippedGateToItsCases() {
    assertThat(run(Rulesets.shipped())).hasSizeGreaterThan(40).allMatch(Result::holds);
  }

  @Test
  void reachesEveryRowOfTheGate() {
    try (CompiledRuleset ruleset = Rulesets.compile(Rulesets.shipped())) {
      List<Coverage> coverage =
          ScenarioRun.coverage(ruleset, ScenarioRun.run(ruleset, gateCases()));
      assertThat(coverage)
          .filteredOn(each -> each.table().equals("gate"))
          .containsExactly(new Coverage("gate", 25, List.of()));
      // A row that matches and does not decide is not reached.
      List<Scenario> one = gateCases().stream().filter(each -> each.name().equals(SIXTH)).toList();
      assertThat(ScenarioRun.coverage(ruleset, ScenarioRun.run(ruleset, one)))
          .filteredOn(each -> each.table().equals("gate"))
          .allSatisfy(each -> assertThat(each.missed()).hasSize(24).contains("GATE-999"));
    }
  }

  @Test
  void reachesEveryRule() {
    RulesetParts shipped = Rulesets.shipped();
    Set<String> rules = new TreeSet<>();
    shipped
        .parts()
        .forEach((path, content) -> {
          if (path.endsWith(".drl")) {
            RULE.matcher(new String(content, UTF_8))
                .results()
                .forEach(each -> rules.add(each.group(1)));
          }
        });
    assertThat(rules).hasSizeGreaterThan(30);
    try (CompiledRuleset ruleset = Rulesets.compile(shipped)) {
      for (Result each : ScenarioRun.run(ruleset, ScenarioRun.read(shipped).scenarios())) {
        assertThat(each.misses()).as(each.scenario().name()).isEmpty();
        each.firings().forEach(firing -> rules.remove(firing.rule()));
      }
    }
    assertThat(rules).as("rules that no scenario needs").isEqualTo(NEED_A_PAST);
  }

  @Test
  void saysWhichCaseAnEditOfTheGateBreaks() {
    Result broken =
        run(TableEdit.conclude("gate", "GATE-001", "gate.verdict", "WARN")).stream()
            .filter(each -> each.scenario().name().equals(SIXTH))
            .findFirst()
            .orElseThrow();
    assertThat(broken.misses()).containsExactly("verdict is WARN, expected [BLOCK]");
    assertThat(broken.reasons().getFirst()).startsWith("WARN HIGH_SEVERITY_COMPLAINTS: 6 ");
    assertThat(broken.firings()).extracting(each -> each.rule()).containsExactly("GATE-001");
  }

  @Test
  void saysWhereThereIsNoGateToAsk() {
    Map<String, byte[]> parts = new TreeMap<>(Rulesets.shipped().parts());
    parts.remove("decision-tables/gate.xlsx");
    assertThat(run(RulesetParts.of(parts)))
        .allSatisfy(each ->
            assertThat(each.misses())
                .containsExactly("there is no table `gate` to ask: add it, or drop the case"));
  }
}
