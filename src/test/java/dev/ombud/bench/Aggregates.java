package dev.ombud.bench;

import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.contract.ScenarioReader;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.DecisionCase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Aggregates to judge, in memory.
final class Aggregates {
  private static final String SCENARIOS = "scenarios.ndjson";

  private Aggregates() {}

  static List<Aggregate> real() throws IOException {
    AggregateReader reader = new AggregateReader();
    List<Aggregate> aggregates = new ArrayList<>();
    for (String line : Corpus.aggregates()) {
      aggregates.add(reader.readAggregate(line.getBytes(StandardCharsets.UTF_8)));
    }
    return aggregates;
  }

  /// Every real aggregate, each followed by a scenario: the scenarios have telemetry, flags and
  /// releases, of which the real ones have few.
  static List<Aggregate> mixed() throws IOException {
    String text = String.join("\n", Corpus.lines(SCENARIOS));
    List<Aggregate> scenarios =
        new ScenarioReader()
            .read(SCENARIOS, text.getBytes(StandardCharsets.UTF_8)).scenarios().stream()
                .filter(DecisionCase.class::isInstance)
                .map(each -> ((DecisionCase) each).aggregate())
                .toList();
    List<Aggregate> mixed = new ArrayList<>();
    for (Aggregate aggregate : real()) {
      mixed.add(aggregate);
      mixed.add(scenarios.get(mixed.size() / 2 % scenarios.size()));
    }
    return mixed;
  }
}
