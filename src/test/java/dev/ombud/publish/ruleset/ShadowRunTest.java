package dev.ombud.publish.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.code.Severity;
import dev.ombud.record.decision.DecisionWatcher;
import dev.ombud.record.history.DifferenceTally;
import dev.ombud.testing.Condition;
import dev.ombud.testing.History;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.SharedData;
import dev.ombud.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Drafts in the shadow of the real pipeline. Goal: whatever a draft does, live decisions are made,
/// answered and recorded as if it were not there.
final class ShadowRunTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int COUNT = 1_000;

  /// What the pipeline decides for aggregates under new ids while somebody watches.
  private static List<History.Decided> decide(String prefix, DecisionWatcher watcher) {
    List<String> aggregates =
        SharedData.aggregates().subList(0, COUNT).stream()
            .map(json -> json.replace("\"aggregateId\": \"", "\"aggregateId\": \"" + prefix))
            .toList();
    return History.decide(POSTGRES.database(), aggregates, watcher);
  }

  private static ShadowRun.Gathered shadow(String prefix, RulesetParts draft) {
    try (ShadowRun shadow = new ShadowRun(Rulesets.compile(draft))) {
      assertThat(decide(prefix, shadow)).hasSize(COUNT);
      DifferenceTally all = new DifferenceTally();
      long[] others = new long[2];
      Condition.await(
          LIMIT,
          "the shadow has looked at all",
          () -> {
            ShadowRun.Gathered some = shadow.take();
            all.merge(some.differences());
            others[0] += some.skipped();
            others[1] += some.failed();
            return all.judged() + others[0] + others[1] == COUNT;
          });
      return new ShadowRun.Gathered(all, others[0], others[1]);
    }
  }

  private static RulesetParts doing(String consequence) {
    return Rulesets.withRules(
        "odd.drl",
        """
        package dev.ombud.rules
        import dev.ombud.decide.engine.Case
        rule "odd"
            when
                $case : Case() from entry-point "signals"
            then
                %s
        end
        """
            .formatted(consequence));
  }

  @Test
  void findsNoDifferenceToItself() {
    ShadowRun.Gathered gathered = shadow("same-", Rulesets.shipped());
    assertThat(gathered.differences().judged()).isEqualTo(COUNT);
    assertThat(gathered.differences().changed()).isZero();
  }

  @Test
  void talliesWhatADraftWouldMakeOfLiveTraffic() {
    ShadowRun.Gathered gathered =
        shadow(
            "other-",
            Rulesets.withTable(
                "severity",
                """
                table severity
                hit policy PRIORITY
                id | in cluster.confidence: c | out severity: Severity | note
                ALL-001 | - | P1 | all
                """));
    assertThat(gathered.differences().judged()).isEqualTo(COUNT);
    assertThat(gathered.differences().changed()).isBetween(COUNT / 2L, (long) COUNT);
    assertThat(gathered.differences().report().get("changes").toString())
        .contains("from=" + Severity.P4 + ", to=" + Severity.P1);
  }

  @Test
  void countsWhatADraftCannotJudge() {
    ShadowRun.Gathered gathered =
        shadow("throws-", doing("throw new IllegalStateException(\"no\");"));
    assertThat(gathered.failed()).isEqualTo(COUNT);
    assertThat(gathered.differences().judged()).isZero();
  }

  @Test
  void delaysNoDecisionWhenADraftIsStuck() {
    RulesetParts stuck = doing("java.util.concurrent.locks.LockSupport.parkNanos(3_000_000_000L);");
    try (ShadowRun shadow = new ShadowRun(Rulesets.compile(stuck))) {
      long start = System.nanoTime();
      int rounds = 6;
      for (int round = 0; round < rounds; round++) {
        assertThat(decide("stuck-" + round + "-", shadow)).hasSize(COUNT);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      // One judgement takes 3 s; if decisions waited for them, this would take hours.
      assertThat(seconds).isLessThan(60);
      assertThat(shadow.take().skipped()).isGreaterThan(rounds * COUNT - 4_096 - 100);
    }
  }

  @Test
  void letsAWatcherThatThrowsDisturbNobody() {
    List<History.Decided> decided =
        decide(
            "watcher-",
            (_, _, _) -> {
              throw new IllegalStateException("no");
            });
    assertThat(decided).hasSize(COUNT);
  }

  @Test
  void endsAndTakesNoMore() {
    ShadowRun shadow = new ShadowRun(Rulesets.compile(Rulesets.shipped()));
    shadow.close();
    assertThat(decide("closed-", shadow)).hasSize(COUNT);
    assertThat(shadow.take().differences().judged()).isZero();
  }
}
