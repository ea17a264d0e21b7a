package dev.ombud.ruleset;

import dev.ombud.contract.ScenarioReader;
import dev.ombud.decision.Judge;
import dev.ombud.domain.Context;
import dev.ombud.domain.Finding;
import dev.ombud.domain.Scenario;
import dev.ombud.engine.CompiledRuleset;
import dev.ombud.engine.RulesetParts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Judges the scenarios that stand beside the tables. Stateless.
public final class ScenarioRun {
  private ScenarioRun() {}

  /// What one scenario came to.
  ///
  /// @param misses what does not hold; empty where all does
  public record Result(Scenario scenario, List<String> misses) {
    public Result {
      misses = List.copyOf(misses);
    }
  }

  /// All scenario files of a ruleset.
  public static ScenarioReader.Reading read(RulesetParts parts) {
    ScenarioReader reader = new ScenarioReader();
    List<Scenario> scenarios = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    parts
        .parts()
        .forEach((path, content) -> {
          if (path.endsWith(".ndjson")) {
            ScenarioReader.Reading reading = reader.read(path, content);
            scenarios.addAll(reading.scenarios());
            findings.addAll(reading.findings());
          }
        });
    return new ScenarioReader.Reading(scenarios, findings);
  }

  public static List<Result> run(CompiledRuleset ruleset, List<Scenario> scenarios) {
    return scenarios.stream().map(scenario -> run(ruleset, scenario)).toList();
  }

  private static Result run(CompiledRuleset ruleset, Scenario scenario) {
    // Rules know the time only for cool-downs, and a scenario has no incident.
    Instant now = scenario.aggregate().window().end();
    return new Result(
        scenario, scenario.misses(Judge.judge(ruleset, scenario.aggregate(), Context.NONE, now)));
  }
}
