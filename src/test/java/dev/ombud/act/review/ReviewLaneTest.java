package dev.ombud.act.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import org.junit.jupiter.api.Test;

class ReviewLaneTest {
  @Test
  void highImpactIsFastHoweverSureAnybodyIs() {
    check(ReviewLane.FAST, Severity.P1, Tier.NONE, Scope.COHORT, 0.1);
    check(ReviewLane.FAST, Severity.P1, Tier.TIER_1, Scope.COHORT, 0.99);
    check(ReviewLane.FAST, Severity.P4, Tier.TIER_3, Scope.COHORT, 0.99);
    check(ReviewLane.WORKBENCH, Severity.P4, Tier.TIER_2, Scope.COHORT, 0.99);
    check(ReviewLane.FAST, Severity.P2, Tier.TIER_1, Scope.GLOBAL, 0.99);
    check(ReviewLane.WORKBENCH, Severity.P2, Tier.TIER_1, Scope.COHORT, 0.99);
    check(ReviewLane.WORKBENCH, Severity.P2, Tier.NONE, Scope.GLOBAL, 0.99);
    check(ReviewLane.WORKBENCH, Severity.P3, Tier.TIER_2, Scope.GLOBAL, 0.99);
  }

  @Test
  void whatWouldMitigateOrIsSevereIsLookedAtClosely() {
    check(ReviewLane.WORKBENCH, Severity.P3, Tier.TIER_1, Scope.COHORT, 0.99);
    check(ReviewLane.WORKBENCH, Severity.P4, Tier.TIER_1, Scope.GLOBAL, 0.1);
    check(ReviewLane.WORKBENCH, Severity.P2, Tier.NONE, Scope.COHORT, 0.1);
    check(ReviewLane.BULK, Severity.P3, Tier.NONE, Scope.COHORT, 0.1);
  }

  @Test
  void aCloserLookIsForMediumConfidence() {
    check(ReviewLane.BULK, Severity.P3, Tier.NONE, Scope.GLOBAL, Math.nextDown(0.50));
    check(ReviewLane.WORKBENCH, Severity.P3, Tier.NONE, Scope.GLOBAL, 0.50);
    check(ReviewLane.WORKBENCH, Severity.P3, Tier.NONE, Scope.GLOBAL, Math.nextDown(0.85));
    check(ReviewLane.BULK, Severity.P3, Tier.NONE, Scope.GLOBAL, 0.85);
    check(ReviewLane.BULK, Severity.P4, Tier.NONE, Scope.GLOBAL, 0.7);
  }

  @Test
  void aNumberIsShownAsWhatItIs() {
    assertThat(Certainty.words(0.52)).isEqualTo("0.52: too uncertain to act on by itself");
    assertThat(Certainty.words(0.4999)).isEqualTo("0.49: little more than a guess");
    assertThat(Certainty.words(0.50)).isEqualTo("0.50: too uncertain to act on by itself");
    assertThat(Certainty.words(Math.nextDown(0.85)))
        .isEqualTo("0.84: too uncertain to act on by itself");
    assertThat(Certainty.words(0.85))
        .isEqualTo("0.85: certain enough to act on where telemetry agrees");
    assertThat(Certainty.words(0)).isEqualTo("0.00: little more than a guess");
    assertThat(Certainty.words(1)).startsWith("1.00: ");
  }

  private static void check(
      ReviewLane lane, Severity severity, Tier tier, Scope scope, double confidence) {
    assertThat(ReviewLane.of(severity, tier, scope, confidence))
        .as("%s %s %s %s", severity, tier, scope, confidence)
        .isEqualTo(lane);
  }
}
