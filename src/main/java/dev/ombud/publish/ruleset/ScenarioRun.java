package dev.ombud.publish.ruleset;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.engine.Stages;
import dev.ombud.decide.gate.GateTrial;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.contract.ScenarioReader;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.DecisionCase;
import dev.ombud.ground.domain.GateCase;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.Judgement.Firing;
import dev.ombud.ground.domain.Scenario;
import dev.ombud.record.decision.Judge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Judges the scenarios that stand beside the tables, asks gates their cases, and says which rows
/// they reach. Stateless.
public final class ScenarioRun {
  private ScenarioRun() {}

  /// What one scenario came to.
  ///
  /// @param misses what does not hold; empty where all does
  /// @param reasons what was concluded, each with its code and numbers
  /// @param firings rules, and rows that decide
  public record Result(
      Scenario scenario, List<String> misses, List<String> reasons, List<Firing> firings) {
    public Result {
      misses = List.copyOf(misses);
      reasons = List.copyOf(reasons);
      firings = List.copyOf(firings);
    }

    public boolean holds() {
      return misses.isEmpty();
    }
  }

  /// How many rows of a table the scenarios reach.
  ///
  /// @param missed the ids of the rows that none reaches, in table order
  public record Coverage(String table, int rows, List<String> missed) {
    public Coverage {
      missed = List.copyOf(missed);
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

  /// The aggregate of a named scenario, as its file has it.
  public static Optional<byte[]> aggregate(RulesetParts parts, String name) {
    return parts.parts().entrySet().stream()
        .filter(part -> part.getKey().endsWith(".ndjson"))
        .flatMap(part -> ScenarioReader.aggregate(part.getValue(), name).stream())
        .findFirst();
  }

  public static List<Result> run(CompiledRuleset ruleset, List<Scenario> scenarios) {
    return scenarios.stream().map(scenario -> run(ruleset, scenario)).toList();
  }

  private static Result run(CompiledRuleset ruleset, Scenario scenario) {
    HeavyWork.requireTime();
    return switch (scenario) {
      case DecisionCase decision -> decide(ruleset, decision);
      case GateCase asked -> {
        GateTrial.Result result = GateTrial.of(ruleset, asked);
        yield new Result(asked, result.misses(), result.reasons(), result.firings());
      }
    };
  }

  private static Result decide(CompiledRuleset ruleset, DecisionCase scenario) {
    Judgement judgement =
        Judge.judge(
            ruleset,
            scenario.aggregate(),
            Context.NONE.with(scenario.masking()),
            scenario.receivedAt());
    return new Result(
        scenario,
        scenario.misses(judgement),
        judgement.reasons().stream().map(reason -> reason.code() + ": " + reason.detail()).toList(),
        judgement.firings());
  }

  /// Which rows some scenarios reach, table by table in the order of their names.
  public static List<Coverage> coverage(CompiledRuleset ruleset, List<Result> results) {
    Set<List<String>> reached = new HashSet<>();
    for (Result result : results) {
      for (Firing firing : result.firings()) {
        if (firing.cells() != null) {
          reached.add(List.of(firing.cells().table(), firing.rule()));
        }
      }
    }
    return ruleset.tables().stream()
        // A word of the vocabulary is looked up, and never fires.
        .filter(table -> !table.name().equals(Stages.VOCABULARY))
        .sorted(Comparator.comparing(DecisionTable::name))
        .map(table ->
            new Coverage(
                table.name(),
                table.rows().size(),
                table.rows().stream()
                    .map(DecisionTable.Row::id)
                    .filter(id -> !reached.contains(List.of(table.name(), id)))
                    .toList()))
        .toList();
  }
}
