package dev.ombud.record.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.contract.DecisionWriter;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.FaultCases;
import dev.ombud.testing.Rulesets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Evidence that cannot carry a decision, and evidence that was overlooked: what the shipped policy
/// once judged wrongly. [dev.ombud.door.start.EvidenceFaultsServiceTest] asks the same over HTTP.
final class EvidenceFaultsTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @Test
  void holdsInJudge() {
    try (CompiledRuleset ruleset = Rulesets.compile(Rulesets.shipped())) {
      assertThat(FaultCases.misses(fault -> judge(ruleset, fault))).isEmpty();
    }
  }

  private static FaultCases.Answer judge(CompiledRuleset ruleset, FaultCases.Fault fault) {
    Aggregate aggregate = new AggregateReader().readAggregate(fault.sentAt(NOW));
    try {
      Judge.requireBegun(ruleset, aggregate, NOW);
    } catch (ServiceException e) {
      return new FaultCases.Answer(e.code().status(), ApiClient.json("{}"));
    }
    Judgement judgement = Judge.judge(ruleset, aggregate, Context.NONE, NOW);
    byte[] json =
        new DecisionWriter()
            .writeEvaluation(judgement, new Decision.RulesetRef(1, ruleset.digest()), NOW);
    return new FaultCases.Answer(200, ApiClient.json(new String(json, StandardCharsets.UTF_8)));
  }
}
