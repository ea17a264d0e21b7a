package dev.ombud.publish.ruleset;

import java.util.List;

/// What all scenarios came to under a draft. Immutable.
///
/// @param coverage which rows the scenarios reach
public record TestRun(
    Draft draft, List<ScenarioRun.Result> results, List<ScenarioRun.Coverage> coverage) {
  public TestRun {
    results = List.copyOf(results);
    coverage = List.copyOf(coverage);
  }

  public long failed() {
    return results.stream().filter(result -> !result.holds()).count();
  }
}
