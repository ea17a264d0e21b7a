package dev.ombud.record.replay;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.LabelCorrection;
import dev.ombud.record.decision.Judge;
import dev.ombud.record.decision.TracedJudgement;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.replay.ReplayReport.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Explains recorded decisions: judges each again with a trace of every table, and says so where
/// that does not come to what is on record. Thread-safe.
public final class Explanations {
  private static final Logger log = LoggerFactory.getLogger(Explanations.class);

  private final ReplaySource source;
  private final Function<UUID, List<LabelCorrection>> corrections;

  /// @param corrections what people say is wrong about the labels of a decision
  public Explanations(
      Database database,
      RulesetSource rulesets,
      ReplayRulesets compiled,
      Function<UUID, List<LabelCorrection>> corrections) {
    this.source = new ReplaySource(database, rulesets, compiled);
    this.corrections = corrections;
  }

  /// @throws ServiceException NOT_FOUND
  public Explanation explain(UUID id) {
    DecisionRow row = source.load(id);
    ReplayInputs inputs = ReplayInputs.of(row);
    List<String> problems = new ArrayList<>(inputs.problems());
    Optional<CompiledRuleset> ruleset = source.known(row, problems);
    Optional<Aggregate> aggregate = inputs.inputs().map(ReplayInputs.Read::aggregate);
    if (inputs.inputs().isEmpty() || ruleset.isEmpty()) {
      return explanation(row, aggregate, Optional.empty(), problems, List.of());
    }
    ReplayInputs.Read read = inputs.inputs().get();
    try {
      TracedJudgement traced =
          Judge.trace(ruleset.get(), read.aggregate(), read.context(), row.decidedAt());
      List<Difference> differences = ReplayColumns.compare(row, read, traced.judgement());
      return explanation(row, aggregate, Optional.of(traced), problems, differences);
    } catch (RuntimeException e) {
      log.error("ruleset {} cannot judge decision {}", row.rulesetVersion(), row.id(), e);
      problems.add(
          "ruleset %d cannot judge it: %s"
              .formatted(
                  row.rulesetVersion(),
                  String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
      return explanation(row, aggregate, Optional.empty(), problems, List.of());
    }
  }

  private Explanation explanation(
      DecisionRow row,
      Optional<Aggregate> aggregate,
      Optional<TracedJudgement> traced,
      List<String> problems,
      List<Difference> differences) {
    return new Explanation(
        row, aggregate, traced, problems, differences, corrections.apply(row.id()));
  }
}
