package dev.ombud.publish.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What an instance does for practice leaves no trace but compiled code.
class RehearsalTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @Test
  void changesNothingAndLeavesTheRulesetDeciding() {
    RulesetCompiler compiler = new RulesetCompiler();
    RulesetParts parts = Rulesets.shipped();
    LiveRuleset first =
        new RulesetPublisher(POSTGRES.database(), compiler)
            .publish(
                new RulesetPublisher.Files.Good(parts, compiler.compile(parts)), Instant.now());
    try (RulesetSwitch live = new RulesetSwitch(POSTGRES.database(), compiler, first, 1)) {
      var rulesets =
          new dev.ombud.publish.ruleset.Rulesets(POSTGRES.database(), live, Clock.systemUTC());
      assertThat(new Rehearsal(rulesets, live, compiler).play()).isEqualTo(6);
      assertThat(live.get()).isSameAs(first);
      assertThat(rulesets.list()).hasSize(1);
      assertThat(ScenarioRun.run(live.get().compiled(), ScenarioRun.read(parts).scenarios()))
          .allMatch(result -> result.misses().isEmpty());
    }
  }
}
