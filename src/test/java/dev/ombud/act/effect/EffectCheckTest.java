package dev.ombud.act.effect;

import static dev.ombud.act.response.MadeUp.beside;
import static dev.ombud.act.response.MadeUp.found;
import static dev.ombud.act.response.MadeUp.hours;
import static dev.ombud.act.response.MadeUp.usual;
import static dev.ombud.act.response.MadeUp.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.effect.EffectCheck.Conclusion;
import dev.ombud.act.effect.EffectCheck.Found;
import dev.ombud.act.response.MadeUp;
import dev.ombud.ground.code.Outcome;
import org.junit.jupiter.api.Test;

/// Goal: nobody is told that a mitigation helped, harmed or did nothing where the numbers do not
/// prove it, and what they prove is said with them.
class EffectCheckTest {
  private static void check(Outcome expected, long before, long after) {
    MadeUp.check(expected, found(hours(10, before), hours(10, after)));
  }

  @Test
  void asksForAFallByHalfThatIsNoChance() {
    check(Outcome.EFFECTIVE, 100, 50);
    check(Outcome.INCONCLUSIVE, 100, 51);
    check(Outcome.EFFECTIVE, 7, 0); // 1 in 128
    check(Outcome.INCONCLUSIVE, 6, 0); // 1 in 64
    check(Outcome.INCONCLUSIVE, 12, 3);
    MadeUp.check(Outcome.EFFECTIVE, found(hours(24, 240), hours(6, 30)));
    MadeUp.check(Outcome.INCONCLUSIVE, found(hours(24, 24), hours(6, 2)));
  }

  @Test
  void asksForARiseByAQuarterThatIsNoChance() {
    check(Outcome.HARMFUL, 100, 150);
    check(Outcome.INEFFECTIVE, 100, 125);
    check(Outcome.HARMFUL, 1_000, 1_250);
    check(Outcome.INEFFECTIVE, 1_000, 1_249);
    check(Outcome.HARMFUL, 0, 7);
    check(Outcome.INEFFECTIVE, 0, 6);
    check(Outcome.INCONCLUSIVE, 0, 1);
  }

  @Test
  void saysThatItDidNothingOnlyWhereAFallByHalfWouldHaveShown() {
    check(Outcome.INEFFECTIVE, 100, 100);
    check(Outcome.INEFFECTIVE, 100, 80);
    check(Outcome.INCONCLUSIVE, 100, 65);
    check(Outcome.INCONCLUSIVE, 10, 10);
    check(Outcome.INCONCLUSIVE, 20, 20);
    check(Outcome.INEFFECTIVE, 40, 40);
  }

  @Test
  void isSilentWithoutNumbers() {
    check(Outcome.INCONCLUSIVE, 0, 0);
    MadeUp.check(Outcome.INCONCLUSIVE, found(hours(10, 100), Measured.NOTHING));
    MadeUp.check(Outcome.INCONCLUSIVE, found(Measured.NOTHING, hours(10, 100)));
    assertThat(EffectCheck.conclude(found(hours(10, 100), Measured.NOTHING)).reason())
        .contains("began after the mitigation", "send one even where it counts no complaint");
  }

  @Test
  void saysEachConclusionWithItsNumbers() {
    assertThat(EffectCheck.conclude(found(hours(24, 120), hours(12, 9))).reason())
        .isEqualTo(
            "complaints fell: 120 in 24 h before, 9 in 12 h after, where 60 were to be expected for"
                + " that time; no holdout was measured (p < 0.0001); no guard metric was measured"
                + " before and after");
    assertThat(EffectCheck.conclude(found(hours(6, 12), hours(6, 3))).reason())
        .startsWith(
            "too few complaints: a fall by half could not be told from chance: 12 in 6 h before, 3"
                + " in 6 h after, where 12 were to be expected for that time; no holdout was"
                + " measured (so few without a fall: p = 0.0176, so many after a fall by half: p ="
                + " 0.9");
    assertThat(EffectCheck.conclude(found(hours(6, 100), hours(6, 90))).reason())
        .startsWith("complaints did not fall by half: 100 in 6 h before, 90 in 6 h after")
        .contains("(so many after a fall by half: p < 0.0001)");
  }

  @Test
  void givesTheMitigationNoCreditForWhatTheHoldoutDidAsWell() {
    Measured before = hours(10, 100);
    Measured after = hours(10, 30);
    MadeUp.check(Outcome.EFFECTIVE, found(before, after));
    MadeUp.check(Outcome.EFFECTIVE, beside(before, after, hours(10, 100), hours(10, 100)));
    MadeUp.check(Outcome.INEFFECTIVE, beside(before, after, hours(10, 500), hours(10, 150)));
    MadeUp.check(Outcome.HARMFUL, beside(before, hours(10, 90), hours(10, 500), hours(10, 150)));
    // What would have risen did not.
    Conclusion stayed =
        MadeUp.check(
            Outcome.EFFECTIVE, beside(before, hours(10, 100), hours(10, 100), hours(10, 300)));
    assertThat(stayed.reason())
        .startsWith(
            "complaints fell against the holdout: 100 in 10 h before, 100 in 10 h after,"
                + " while the holdout had 100 and 300");
  }

  @Test
  void takesThatAHoldoutIsSmallIntoAccount() {
    MadeUp.check(
        Outcome.INCONCLUSIVE, beside(hours(10, 100), hours(10, 30), hours(10, 2), hours(10, 2)));
    MadeUp.check(
        Outcome.INCONCLUSIVE, beside(hours(10, 100), hours(10, 30), hours(10, 0), hours(10, 0)));
    MadeUp.check(
        Outcome.INCONCLUSIVE, beside(hours(10, 100), hours(10, 30), hours(10, 0), hours(10, 3)));
  }

  @Test
  void asksWhetherItHadBegunToFallBefore() {
    Measured before = hours(10, 100);
    Measured after = hours(10, 20);
    Conclusion earlier = MadeUp.check(Outcome.INCONCLUSIVE, found(before, hours(10, 30), after));
    assertThat(earlier.reason())
        .startsWith("complaints were falling before the mitigation ran")
        .contains("and 30 in 10 h between");
    MadeUp.check(Outcome.EFFECTIVE, found(before, hours(10, 95), after));
    // It was falling, and fell by half again.
    MadeUp.check(Outcome.EFFECTIVE, found(before, hours(10, 60), after));
    // Five minutes without a complaint are no news.
    MadeUp.check(Outcome.EFFECTIVE, found(before, hours(0.08, 0), after));
  }

  @Test
  void countsBackToUsualAsAnEffect() {
    Measured before = usual(hours(10, 150), 90);
    MadeUp.check(Outcome.EFFECTIVE, found(before, usual(hours(10, 90), 90)));
    MadeUp.check(Outcome.INCONCLUSIVE, found(before, usual(hours(10, 91), 90)));
  }

  /// A night after a day, by the baselines of both.
  @Test
  void takesNoNightForAnEffectAndNoMorningForHarm() {
    Measured day = usual(hours(10, 100), 50);
    Measured night = usual(hours(10, 12), 6);
    MadeUp.check(Outcome.EFFECTIVE, found(hours(10, 100), hours(10, 12)));
    Conclusion conclusion = MadeUp.check(Outcome.INCONCLUSIVE, found(day, night));
    assertThat(conclusion.reason())
        .contains("where 12 to 100 were to be expected for that time and by what is usual");
    MadeUp.check(Outcome.HARMFUL, found(hours(10, 12), hours(10, 100)));
    MadeUp.check(Outcome.INCONCLUSIVE, found(night, day));
  }

  @Test
  void takesTrafficIntoAccount() {
    Measured before = with(hours(10, 100), "traffic", 1_000);
    MadeUp.check(Outcome.INEFFECTIVE, found(before, with(hours(10, 200), "traffic", 2_000)));
    MadeUp.check(Outcome.INEFFECTIVE, found(before, with(hours(10, 40), "traffic", 400)));
    Conclusion campaign =
        MadeUp.check(Outcome.EFFECTIVE, found(before, with(hours(10, 100), "traffic", 3_000)));
    assertThat(campaign.reason())
        .startsWith(
            "complaints fell for that traffic: 100 in 10 h before, 100 in 10 h after, where 300"
                + " were to be expected for that time and traffic");
    // Measured on one side only, it tells nothing.
    MadeUp.check(Outcome.EFFECTIVE, found(before, hours(10, 40)));
  }

  /// By the minute or added up over the window: where that matters, both have to agree.
  @Test
  void doesNotGuessHowTrafficIsCounted() {
    Measured before = with(hours(24, 240), "traffic", 24_000);
    Found added = found(before, with(hours(6, 20), "traffic", 6_000));
    assertThat(EffectCheck.conclude(added).reason()).contains("15 to 60 were to be expected");
    MadeUp.check(Outcome.INCONCLUSIVE, added);
    MadeUp.check(Outcome.EFFECTIVE, found(before, with(hours(6, 1), "traffic", 6_000)));
  }
}
