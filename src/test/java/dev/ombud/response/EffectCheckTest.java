package dev.ombud.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.domain.MetricShape;
import dev.ombud.domain.MetricShape.Compare;
import dev.ombud.domain.MetricShape.Kind;
import dev.ombud.domain.MetricShape.Worse;
import dev.ombud.domain.Outcome;
import dev.ombud.response.EffectCheck.Conclusion;
import dev.ombud.response.EffectCheck.Found;
import dev.ombud.response.EffectCheck.Paired;
import dev.ombud.response.Measured.Level;
import dev.ombud.testing.Property;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Goal: nobody is told that a mitigation helped, harmed or did nothing where the numbers do not
/// prove it, and what they prove is said with them.
class EffectCheckTest {
  private static final Map<String, MetricShape> SHAPES =
      Map.of(
          "traffic", shape(Kind.TRAFFIC, Worse.HIGHER, Compare.TIMES, 1.5, 0, false, false),
          "revenue", shape(Kind.AMOUNT, Worse.LOWER, Compare.TIMES, 1.2, 0, true, true),
          "crashFreeRate", shape(Kind.SHARE, Worse.LOWER, Compare.COMPLEMENT, 2, 0.002, false, true),
          "latency", shape(Kind.DURATION, Worse.HIGHER, Compare.TIMES, 1.5, 50, false, false));

  /// What a rise to less than double may be the other way round.
  private static final Set<Outcome> MILD =
      Set.of(Outcome.EFFECTIVE, Outcome.INEFFECTIVE, Outcome.INCONCLUSIVE);

  private static MetricShape shape(
      Kind kind,
      Worse worse,
      Compare compare,
      double confirms,
      double smallest,
      boolean perTraffic,
      boolean guard) {
    return new MetricShape(kind, worse, compare, confirms, smallest, perTraffic, guard);
  }

  private static Measured hours(double hours, long complaints) {
    return new Measured(1, complaints, hours, Double.NaN, Map.of(), Set.of());
  }

  private static Measured usual(Measured measured, double usual) {
    return new Measured(
        measured.windows(),
        measured.complaints(),
        measured.hours(),
        usual,
        measured.levels(),
        measured.sent());
  }

  /// With one more metric.
  private static Measured with(Measured measured, String name, double value, Double... baseline) {
    Map<String, Level> levels = new HashMap<>(measured.levels());
    double hours = measured.hours();
    Optional<Level> usual =
        baseline.length == 0
            ? Optional.empty()
            : Optional.of(
                new Level(1, hours, baseline[0], baseline[0] * hours, Optional.empty()));
    levels.put(name, new Level(1, hours, value, value * hours, usual));
    return new Measured(
        measured.windows(),
        measured.complaints(),
        hours,
        measured.usual(),
        levels,
        levels.keySet());
  }

  private static Found found(Measured before, Measured after) {
    return found(before, Measured.NOTHING, after);
  }

  private static Found found(Measured before, Measured waiting, Measured after) {
    return new Found(new Sides(before, after), waiting, Optional.empty(), SHAPES, false);
  }

  private static Found beside(Measured before, Measured after, Measured... holdout) {
    Sides cohort = new Sides(before, after);
    return new Found(
        cohort,
        Measured.NOTHING,
        Optional.of(new Paired(cohort, new Sides(holdout[0], holdout[1]))),
        SHAPES,
        false);
  }

  private static Conclusion check(Outcome expected, Found found) {
    Conclusion conclusion = EffectCheck.conclude(found);
    assertThat(conclusion.outcome()).as(conclusion.reason()).isEqualTo(expected);
    return conclusion;
  }

  private static void check(Outcome expected, long before, long after) {
    check(expected, found(hours(10, before), hours(10, after)));
  }

  @Test
  void asksForAFallByHalfThatIsNoChance() {
    check(Outcome.EFFECTIVE, 100, 50);
    check(Outcome.INCONCLUSIVE, 100, 51);
    check(Outcome.EFFECTIVE, 7, 0); // 1 in 128
    check(Outcome.INCONCLUSIVE, 6, 0); // 1 in 64
    check(Outcome.INCONCLUSIVE, 12, 3);
    check(Outcome.EFFECTIVE, found(hours(24, 240), hours(6, 30)));
    check(Outcome.INCONCLUSIVE, found(hours(24, 24), hours(6, 2)));
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
    check(Outcome.INCONCLUSIVE, found(hours(10, 100), Measured.NOTHING));
    check(Outcome.INCONCLUSIVE, found(Measured.NOTHING, hours(10, 100)));
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
    check(Outcome.EFFECTIVE, found(before, after));
    check(Outcome.EFFECTIVE, beside(before, after, hours(10, 100), hours(10, 100)));
    check(Outcome.INEFFECTIVE, beside(before, after, hours(10, 500), hours(10, 150)));
    check(Outcome.HARMFUL, beside(before, hours(10, 90), hours(10, 500), hours(10, 150)));
    // What would have risen did not.
    Conclusion stayed =
        check(Outcome.EFFECTIVE, beside(before, hours(10, 100), hours(10, 100), hours(10, 300)));
    assertThat(stayed.reason())
        .startsWith("complaints fell against the holdout: 100 in 10 h before, 100 in 10 h after,"
            + " while the holdout had 100 and 300");
  }

  @Test
  void takesThatAHoldoutIsSmallIntoAccount() {
    check(Outcome.INCONCLUSIVE, beside(hours(10, 100), hours(10, 30), hours(10, 2), hours(10, 2)));
    check(Outcome.INCONCLUSIVE, beside(hours(10, 100), hours(10, 30), hours(10, 0), hours(10, 0)));
    check(Outcome.INCONCLUSIVE, beside(hours(10, 100), hours(10, 30), hours(10, 0), hours(10, 3)));
  }

  @Test
  void asksWhetherItHadBegunToFallBefore() {
    Measured before = hours(10, 100);
    Measured after = hours(10, 20);
    Conclusion earlier = check(Outcome.INCONCLUSIVE, found(before, hours(10, 30), after));
    assertThat(earlier.reason())
        .startsWith("complaints were falling before the mitigation ran")
        .contains("and 30 in 10 h between");
    check(Outcome.EFFECTIVE, found(before, hours(10, 95), after));
    // It was falling, and fell by half again.
    check(Outcome.EFFECTIVE, found(before, hours(10, 60), after));
    // Five minutes without a complaint are no news.
    check(Outcome.EFFECTIVE, found(before, hours(0.08, 0), after));
  }

  @Test
  void countsBackToUsualAsAnEffect() {
    Measured before = usual(hours(10, 150), 90);
    check(Outcome.EFFECTIVE, found(before, usual(hours(10, 90), 90)));
    check(Outcome.INCONCLUSIVE, found(before, usual(hours(10, 91), 90)));
  }

  /// A night after a day, by the baselines of both.
  @Test
  void takesNoNightForAnEffectAndNoMorningForHarm() {
    Measured day = usual(hours(10, 100), 50);
    Measured night = usual(hours(10, 12), 6);
    check(Outcome.EFFECTIVE, found(hours(10, 100), hours(10, 12)));
    Conclusion conclusion = check(Outcome.INCONCLUSIVE, found(day, night));
    assertThat(conclusion.reason())
        .contains("where 12 to 100 were to be expected for that time and by what is usual");
    check(Outcome.HARMFUL, found(hours(10, 12), hours(10, 100)));
    check(Outcome.INCONCLUSIVE, found(night, day));
  }

  @Test
  void takesTrafficIntoAccount() {
    Measured before = with(hours(10, 100), "traffic", 1_000);
    check(Outcome.INEFFECTIVE, found(before, with(hours(10, 200), "traffic", 2_000)));
    check(Outcome.INEFFECTIVE, found(before, with(hours(10, 40), "traffic", 400)));
    Conclusion campaign =
        check(Outcome.EFFECTIVE, found(before, with(hours(10, 100), "traffic", 3_000)));
    assertThat(campaign.reason())
        .startsWith(
            "complaints fell for that traffic: 100 in 10 h before, 100 in 10 h after, where 300"
                + " were to be expected for that time and traffic");
    // Measured on one side only, it tells nothing.
    check(Outcome.EFFECTIVE, found(before, hours(10, 40)));
  }

  /// By the minute or added up over the window: where that matters, both have to agree.
  @Test
  void doesNotGuessHowTrafficIsCounted() {
    Measured before = with(hours(24, 240), "traffic", 24_000);
    Found added = found(before, with(hours(6, 20), "traffic", 6_000));
    assertThat(EffectCheck.conclude(added).reason()).contains("15 to 60 were to be expected");
    check(Outcome.INCONCLUSIVE, added);
    check(Outcome.EFFECTIVE, found(before, with(hours(6, 1), "traffic", 6_000)));
  }

  @Test
  void saysBetterComplaintsWithWorseRevenueAsExactlyThat() {
    Conclusion conclusion =
        check(
            Outcome.HARMFUL,
            found(
                with(hours(24, 120), "revenue", 48_000), with(hours(24, 10), "revenue", 36_000)));
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
  void neverFindsAnEffectWithoutAnyData() {
    Property.forAll(
        (Random random, Integer size) -> hours(1 + random.nextInt(100), random.nextInt(99 * size)),
        each -> {
          assertThat(EffectCheck.conclude(found(each, Measured.NOTHING)).outcome())
              .isEqualTo(Outcome.INCONCLUSIVE);
          assertThat(EffectCheck.conclude(found(Measured.NOTHING, each)).outcome())
              .isEqualTo(Outcome.INCONCLUSIVE);
        });
  }

  private static Found random(Random random, int size) {
    return found(
        hours(1 + random.nextInt(24), random.nextInt(9 * size)),
        hours(1 + random.nextInt(24), random.nextInt(9 * size)));
  }

  @Test
  void doesNotDependOnTheUnitOfTime() {
    Property.forAll(
        EffectCheckTest::random,
        each -> {
          Measured before = each.cohort().before();
          Measured after = each.cohort().after();
          Found inMinutes =
              found(
                  hours(before.hours() * 60, before.complaints()),
                  hours(after.hours() * 60, after.complaints()));
          assertThat(EffectCheck.conclude(inMinutes).outcome())
              .isEqualTo(EffectCheck.conclude(each).outcome());
        });
  }

  /// What helped would have been harm the other way round. Harm needs less: a rise to double would
  /// have helped.
  @Test
  void findsHarmWhereBeforeAndAfterOfAnEffectAreExchanged() {
    Property.forAll(
        EffectCheckTest::random,
        each -> {
          Found exchanged = found(each.cohort().after(), each.cohort().before());
          if (EffectCheck.conclude(each).outcome() == Outcome.EFFECTIVE) {
            check(Outcome.HARMFUL, exchanged);
          }
          if (EffectCheck.conclude(each).outcome() == Outcome.HARMFUL) {
            boolean isDouble = each.cohort().overTime(SHAPES).isAtLeast(2.01);
            assertThat(EffectCheck.conclude(exchanged).outcome())
                .isIn(isDouble ? Set.of(Outcome.EFFECTIVE) : MILD);
          }
        });
  }

  /// Knuth's way to draw a Poisson number; sums of draws for large means.
  private static int poisson(Random random, double mean) {
    int count = 0;
    for (double left = mean; left > 0; left -= 20) {
      double limit = Math.exp(-Math.min(left, 20));
      for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
        count++;
      }
    }
    return count;
  }

  private static double share(Outcome wanted, int runs, Supplier<Found> found) {
    int count = 0;
    for (int i = 0; i < runs; i++) {
      if (EffectCheck.conclude(found.get()).outcome() == wanted) {
        count++;
      }
    }
    return count / (double) runs;
  }

  @Test
  void isWrongByChanceNoMoreThanOnceInAHundredTimes() {
    Random random = new Random(14);
    double slack = 0.003; // three standard errors of 10,000 runs at 1 in 100
    for (double mean : new double[] {2, 10, 40, 200}) {
      for (double hours : new double[] {1, 6}) {
        Supplier<Found> nothing =
            () ->
                found(
                    hours(6, poisson(random, mean)),
                    hours(hours, poisson(random, mean * hours / 6)));
        Supplier<Found> halved =
            () ->
                found(
                    hours(6, poisson(random, mean)),
                    hours(hours, poisson(random, mean * hours / 12)));
        assertThat(share(Outcome.EFFECTIVE, 10_000, nothing))
            .isLessThan(EffectCheck.CHANCE + slack);
        assertThat(share(Outcome.HARMFUL, 10_000, nothing)).isLessThan(EffectCheck.CHANCE + slack);
        assertThat(share(Outcome.INEFFECTIVE, 10_000, halved))
            .isLessThan(EffectCheck.CHANCE + slack);
      }
    }
  }

  @Test
  void isWrongByChanceNoMoreOftenBesideAHoldout() {
    Random random = new Random(15);
    for (double mean : new double[] {5, 60}) {
      Supplier<Found> nothing =
          () ->
              beside(
                  hours(6, poisson(random, mean)),
                  hours(6, poisson(random, mean * 0.3)),
                  hours(6, poisson(random, mean * 0.4)),
                  hours(6, poisson(random, mean * 0.12)));
      assertThat(share(Outcome.EFFECTIVE, 5_000, nothing)).isLessThan(EffectCheck.CHANCE + 0.005);
      assertThat(share(Outcome.HARMFUL, 5_000, nothing)).isLessThan(EffectCheck.CHANCE + 0.005);
    }
  }

  /// With some hundred complaints, what is there is found.
  @Test
  void findsWhatIsThere() {
    Random random = new Random(16);
    assertThat(
            share(
                Outcome.EFFECTIVE,
                1_000,
                () -> found(hours(6, poisson(random, 200)), hours(6, poisson(random, 60)))))
        .isGreaterThan(0.95);
    assertThat(
            share(
                Outcome.INEFFECTIVE,
                1_000,
                () -> found(hours(6, poisson(random, 200)), hours(6, poisson(random, 200)))))
        .isGreaterThan(0.95);
    assertThat(
            share(
                Outcome.HARMFUL,
                1_000,
                () -> found(hours(6, poisson(random, 200)), hours(6, poisson(random, 400)))))
        .isGreaterThan(0.95);
  }
}
