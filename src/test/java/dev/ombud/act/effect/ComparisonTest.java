package dev.ombud.act.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ombud.act.effect.Comparison.BesideHoldout;
import dev.ombud.act.effect.Comparison.OverTime;
import dev.ombud.testing.Property;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Goal: each probability is the exact one. It is held against sums of binomial coefficients in
/// whole numbers, which share nothing with the library.
@Tag("property")
class ComparisonTest {
  private static OverTime even(long before, long after) {
    return new OverTime(before, after, 0.5, 0.5);
  }

  private static BigInteger choose(int all, int some) {
    BigInteger product = BigInteger.ONE;
    for (int i = 0; i < some; i++) {
      product = product.multiply(BigInteger.valueOf(all - i)).divide(BigInteger.valueOf(i + 1));
    }
    return product;
  }

  private static double over(BigInteger part, BigInteger whole) {
    return new BigDecimal(part).divide(new BigDecimal(whole), MathContext.DECIMAL64).doubleValue();
  }

  /// P(X <= `after`) of `all` trials, each of `hours` in `hours + 1`.
  private static double binomial(int all, int after, int hours) {
    BigInteger tail = BigInteger.ZERO;
    for (int i = 0; i <= after; i++) {
      tail = tail.add(choose(all, i).multiply(BigInteger.valueOf(hours).pow(i)));
    }
    return over(tail, BigInteger.valueOf(hours + 1).pow(all));
  }

  /// P(X <= `after`) by Fisher, each weighed by `2^-x` where `isHalved`.
  private static double fisher(
      int before, int after, int otherBefore, int other, boolean isHalved) {
    int all = before + after;
    int late = after + other;
    BigInteger tail = BigInteger.ZERO;
    BigInteger whole = BigInteger.ZERO;
    for (int x = Math.max(0, late - otherBefore - other); x <= Math.min(all, late); x++) {
      BigInteger weight =
          choose(all, x)
              .multiply(choose(otherBefore + other, late - x))
              .multiply(isHalved ? BigInteger.TWO.pow(late - x) : BigInteger.ONE);
      whole = whole.add(weight);
      tail = x <= after ? tail.add(weight) : tail;
    }
    return over(tail, whole);
  }

  /// By hand: 576 of 32,768 ways to toss 15 coins show 3 heads or fewer, 1 + 15 + 105 + 455.
  @Test
  void knowsWhatCanBeCountedByHand() {
    assertThat(even(12, 3).fall(1)).isCloseTo(576 / 32_768.0, within(1e-12));
    assertThat(even(7, 0).fall(1)).isCloseTo(1 / 128.0, within(1e-12));
    assertThat(even(6, 0).fall(1)).isCloseTo(1 / 64.0, within(1e-12));
    assertThat(even(0, 7).rise(1)).isCloseTo(1 / 128.0, within(1e-12));
    // A third of the time: 2 of 3 before, so (2/3)^12 that none comes after.
    assertThat(new OverTime(12, 0, 1 / 3.0, 1 / 3.0).fall(1))
        .isCloseTo(Math.pow(2 / 3.0, 12), within(1e-12));
    // The lady who tasted tea: 1 of 70 ways to be right each time.
    assertThat(new BesideHoldout(4, 0, 0, 4).fall(1)).isCloseTo(1 / 70.0, within(1e-12));
    assertThat(new BesideHoldout(3, 1, 1, 3).fall(1)).isCloseTo(17 / 70.0, within(1e-12));
  }

  @Test
  void isExactOverTime() {
    Property.forAll(
        (random, size) ->
            new int[] {random.nextInt(4 * size), random.nextInt(4 * size), 1 + random.nextInt(9)},
        counts -> {
          int before = counts[0];
          int after = counts[1];
          double share = counts[2] / (counts[2] + 1.0);
          OverTime comparison = new OverTime(before, after, share, share);
          double exact = binomial(before + after, after, counts[2]);
          assertThat(comparison.fall(1)).isCloseTo(exact, within(1e-9));
          double above = after == 0 ? 0 : binomial(before + after, after - 1, counts[2]);
          assertThat(comparison.rise(1)).isCloseTo(1 - above, within(1e-9));
          // Half the rate over twice the time is the same.
          double twice = 2 * counts[2] / (2 * counts[2] + 1.0);
          assertThat(new OverTime(before, after, twice, twice).fall(0.5))
              .isCloseTo(exact, within(1e-9));
        });
  }

  @Test
  void isExactBesideAHoldout() {
    Property.forAll(
        (random, size) ->
            new int[] {
              random.nextInt(size), random.nextInt(size), random.nextInt(size), random.nextInt(size)
            },
        counts -> {
          BesideHoldout comparison = new BesideHoldout(counts[0], counts[1], counts[2], counts[3]);
          for (boolean isHalved : new boolean[] {false, true}) {
            double ratio = isHalved ? 0.5 : 1;
            double exact = fisher(counts[0], counts[1], counts[2], counts[3], isHalved);
            assertThat(comparison.fall(ratio)).isCloseTo(exact, within(1e-9));
            // One fewer after, in the same margins.
            double above =
                counts[1] == 0 || counts[2] == 0
                    ? 0
                    : fisher(counts[0] + 1, counts[1] - 1, counts[2] - 1, counts[3] + 1, isHalved);
            assertThat(comparison.rise(ratio)).isCloseTo(1 - above, within(1e-9));
          }
        });
  }

  @Test
  void mirrorsBeforeAndAfter() {
    Property.forAll(
        (Random random, Integer size) -> {
          double least = 0.01 + 0.98 * random.nextDouble();
          double most = least + (0.99 - least) * random.nextDouble();
          return new OverTime(random.nextInt(9 * size), random.nextInt(9 * size), least, most);
        },
        each -> {
          OverTime mirrored =
              new OverTime(
                  /* before= */ each.after(),
                  /* after= */ each.before(),
                  1 - each.most(),
                  1 - each.least());
          assertThat(mirrored.rise(1)).isCloseTo(each.fall(1), within(1e-9));
          assertThat(mirrored.fall(1)).isCloseTo(each.rise(1), within(1e-9));
        });
  }

  /// What more than one expectation has to prove is never easier to prove.
  @Test
  void claimsByTheLeastFavourableExpectation() {
    OverTime wide = new OverTime(100, 40, 0.4, 0.6);
    assertThat(wide.fall(1)).isEqualTo(new OverTime(100, 40, 0.4, 0.4).fall(1));
    assertThat(wide.rise(1)).isEqualTo(new OverTime(100, 40, 0.6, 0.6).rise(1));
    assertThat(wide.expectedLeast()).isCloseTo(66.7, within(0.1));
    assertThat(wide.expectedMost()).isCloseTo(150, within(0.1));
    assertThat(wide.isAtMost(0.5)).isFalse();
    assertThat(wide.isAtMost(0.6)).isTrue();
  }

  @Test
  void countsWhatNoTableCanHold() {
    long many = 9_007_199_254_740_991L;
    assertThat(even(many, many).fall(1)).isCloseTo(0.5, within(0.01));
    assertThat(even(many, many / 2).fall(1)).isEqualTo(0);
    BesideHoldout huge = new BesideHoldout(many, many / 2, many, many);
    assertThat(huge.fall(1)).isCloseTo(0, within(1e-12));
    assertThat(huge.rise(0.5)).isCloseTo(0.5, within(0.01));
  }

  @Test
  void provesNothingFromNothing() {
    assertThat(even(0, 0).fall(1)).isEqualTo(1);
    assertThat(even(0, 0).rise(1)).isEqualTo(1);
    assertThat(new BesideHoldout(0, 0, 0, 0).fall(1)).isEqualTo(1);
    assertThat(new BesideHoldout(0, 0, 0, 0).rise(0.5)).isEqualTo(1);
    assertThat(new BesideHoldout(100, 0, 0, 0).fall(1)).isEqualTo(1);
  }
}
