package dev.ombud.act.effect;

import static dev.ombud.act.response.MadeUp.beside;
import static dev.ombud.act.response.MadeUp.check;
import static dev.ombud.act.response.MadeUp.found;
import static dev.ombud.act.response.MadeUp.hours;
import static dev.ombud.act.response.MadeUp.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.effect.EffectCheck.Conclusion;
import dev.ombud.ground.code.Outcome;
import org.junit.jupiter.api.Test;

/// Goal: a mitigation that costs more than it saves is found out, and none is blamed for what would
/// have been anyway.
class GuardsTest {
  @Test
  void saysBetterComplaintsWithWorseRevenueAsExactlyThat() {
    Conclusion conclusion =
        check(
            Outcome.HARMFUL,
            found(with(hours(24, 120), "revenue", 48_000), with(hours(24, 10), "revenue", 36_000)));
    assertThat(conclusion.reason())
        .startsWith(
            "better complaints with worse revenue: complaints fell: 120 in 24 h before, 10 in 24 h"
                + " after, where 120 were to be expected for that time; no holdout was measured (p"
                + " < 0.0001), and revenue got worse (48000 before, 36000 after, 1.3333 times as"
                + " bad)");
  }

  @Test
  void findsHarmInAGuardMetricWhateverComplaintsDo() {
    Measured fine = with(hours(10, 10), "crashFreeRate", 0.999);
    check(Outcome.INCONCLUSIVE, found(fine, with(hours(10, 10), "crashFreeRate", 0.998)));
    Conclusion conclusion =
        check(Outcome.HARMFUL, found(fine, with(hours(10, 10), "crashFreeRate", 0.97)));
    assertThat(conclusion.reason())
        .startsWith(
            "crashFreeRate got worse (0.999 before, 0.97 after, 15 times as far from 1); too few");
    check(
        Outcome.HARMFUL,
        found(with(hours(10, 100), "revenue", 9_000), with(hours(10, 20), "revenue", 0)));
    // No guard: it confirms complaints, and does not condemn a mitigation.
    check(
        Outcome.EFFECTIVE,
        found(with(hours(10, 100), "latency", 200), with(hours(10, 20), "latency", 900)));
  }

  @Test
  void comparesRevenueForThatTimeAndTraffic() {
    Measured day = with(with(hours(24, 120), "revenue", 48_000), "traffic", 1_000);
    // A quarter of the time, a quarter of the money.
    check(
        Outcome.EFFECTIVE,
        found(with(hours(24, 120), "revenue", 48_000), with(hours(6, 2), "revenue", 12_000)));
    check(
        Outcome.HARMFUL,
        found(with(hours(24, 120), "revenue", 48_000), with(hours(6, 2), "revenue", 9_000)));
    // Half the traffic, half the money; and twice the traffic for the same money.
    check(
        Outcome.EFFECTIVE,
        found(day, with(with(hours(24, 10), "revenue", 24_000), "traffic", 500)));
    check(
        Outcome.HARMFUL,
        found(day, with(with(hours(24, 10), "revenue", 48_000), "traffic", 2_000)));
  }

  @Test
  void doesNotBlameTheMitigationForWhatWouldHaveBeenAnyway() {
    Measured before = with(hours(10, 100), "revenue", 9_000, 9_000.0);
    Conclusion usual =
        check(Outcome.EFFECTIVE, found(before, with(hours(10, 10), "revenue", 3_000, 3_000.0)));
    assertThat(usual.reason())
        .contains("revenue got worse (9000 before, 3000 after, 3 times as bad), as is usual");
    check(Outcome.HARMFUL, found(before, with(hours(10, 10), "revenue", 3_000, 9_000.0)));
    Measured after = with(hours(10, 10), "revenue", 3_000);
    Conclusion both =
        check(
            Outcome.EFFECTIVE,
            beside(
                before,
                after,
                with(hours(10, 100), "revenue", 900),
                with(hours(10, 100), "revenue", 300)));
    assertThat(both.reason()).contains("and in the holdout as well");
    check(
        Outcome.HARMFUL,
        beside(
            before,
            after,
            with(hours(10, 100), "revenue", 900),
            with(hours(10, 100), "revenue", 900)));
  }

  @Test
  void namesWhatItDoesNotWeigh() {
    Conclusion unknown =
        check(
            Outcome.EFFECTIVE,
            found(with(hours(10, 100), "tips", 3), with(hours(10, 10), "revenue", 3)));
    assertThat(unknown.reason())
        .contains("no guard metric was measured before and after")
        .endsWith("not weighed, as no row of `metrics` is about it: tips");
    Measured both = with(with(hours(10, 100), "revenue", 3), "crashFreeRate", 1);
    assertThat(EffectCheck.conclude(found(both, with(hours(10, 10), "revenue", 3))).reason())
        .endsWith("; not measured before and after: crashFreeRate");
    // What cannot be such a metric is not compared either.
    assertThat(
            EffectCheck.conclude(
                    found(
                        with(hours(10, 100), "crashFreeRate", 1),
                        with(hours(10, 10), "crashFreeRate", 97)))
                .outcome())
        .isEqualTo(Outcome.EFFECTIVE);
  }

  @Test
  void condemnsNothingForAFewMinutes() {
    Conclusion brief =
        check(
            Outcome.EFFECTIVE,
            found(
                with(hours(24, 2_400), "crashFreeRate", 0.999),
                with(hours(0.5, 0), "crashFreeRate", 0.9)));
    assertThat(brief.reason()).contains("no guard metric was measured before and after");
    check(
        Outcome.HARMFUL,
        found(
            with(hours(24, 2_400), "crashFreeRate", 0.999),
            with(hours(1, 0), "crashFreeRate", 0.9)));
    check(
        Outcome.HARMFUL,
        found(
            with(hours(0.25, 25), "crashFreeRate", 0.999),
            with(hours(0.25, 0), "crashFreeRate", 0.9)));
  }
}
