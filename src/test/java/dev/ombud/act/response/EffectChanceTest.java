package dev.ombud.act.response;

import static dev.ombud.act.response.MadeUp.SHAPES;
import static dev.ombud.act.response.MadeUp.beside;
import static dev.ombud.act.response.MadeUp.check;
import static dev.ombud.act.response.MadeUp.found;
import static dev.ombud.act.response.MadeUp.hours;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.effect.EffectCheck;
import dev.ombud.act.effect.EffectCheck.Found;
import dev.ombud.act.effect.Measured;
import dev.ombud.ground.code.Outcome;
import dev.ombud.testing.Property;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Goal: by chance alone hardly anything is claimed, and what is there is found.
@Tag("property")
class EffectChanceTest {
  /// What a rise to less than double may be the other way round.
  private static final Set<Outcome> MILD =
      Set.of(Outcome.EFFECTIVE, Outcome.INEFFECTIVE, Outcome.INCONCLUSIVE);

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
        EffectChanceTest::random,
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
        EffectChanceTest::random,
        each -> {
          Found exchanged =
              found(/* before= */ each.cohort().after(), /* after= */ each.cohort().before());
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
