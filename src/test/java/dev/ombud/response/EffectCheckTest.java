package dev.ombud.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.domain.Outcome;
import dev.ombud.response.EffectCheck.Conclusion;
import dev.ombud.response.EffectCheck.Windows;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Goal: nobody is told that a mitigation helped when it did not, or when nobody can tell.
class EffectCheckTest {
  private static final Measured NOTHING = new Measured(0, 0, 0, 0, Map.of());

  private static Measured hours(double hours, long complaints) {
    return new Measured(1, complaints, hours, 0, Map.of());
  }

  private static Measured metric(String name, double value) {
    return new Measured(1, 100, 10, 0, Map.of(name, value));
  }

  private static Windows windows(Measured before, Measured after) {
    return new Windows(before, NOTHING, after);
  }

  private static Conclusion check(Outcome expected, Windows cohort, Windows... holdout) {
    Conclusion conclusion =
        EffectCheck.conclude(
            cohort, holdout.length == 0 ? Optional.empty() : Optional.of(holdout[0]));
    assertThat(conclusion.outcome()).as(conclusion.reason()).isEqualTo(expected);
    return conclusion;
  }

  @Test
  void tellsAFallByHalfFromASmallerOne() {
    check(Outcome.EFFECTIVE, windows(hours(10, 100), hours(10, 50)));
    check(Outcome.INEFFECTIVE, windows(hours(10, 100), hours(10, 51)));
    check(Outcome.EFFECTIVE, windows(hours(24, 240), hours(6, 30)));
  }

  @Test
  void tellsARiseByAQuarterFromASmallerOne() {
    check(Outcome.HARMFUL, windows(hours(10, 100), hours(10, 125)));
    check(Outcome.INEFFECTIVE, windows(hours(10, 100), hours(10, 124)));
  }

  @Test
  void sayNothingWithoutNumbers() {
    check(Outcome.INCONCLUSIVE, windows(hours(10, 100), NOTHING));
    check(Outcome.INCONCLUSIVE, windows(hours(10, 10), hours(10, 9)));
    check(Outcome.INEFFECTIVE, windows(hours(10, 10), hours(10, 10)));
  }

  @Test
  void givesTheMitigationNoCreditForWhatTheHoldoutDidAsWell() {
    Windows fell = windows(hours(10, 100), hours(10, 40));
    check(Outcome.EFFECTIVE, fell);
    check(Outcome.EFFECTIVE, fell, windows(hours(10, 50), hours(10, 50)));
    check(Outcome.INEFFECTIVE, fell, windows(hours(10, 50), hours(10, 20)));
    check(
        Outcome.HARMFUL,
        windows(hours(10, 100), hours(10, 70)),
        windows(hours(10, 50), hours(10, 20)));
  }

  @Test
  void noticesThatItWasOverBefore() {
    check(Outcome.INCONCLUSIVE, new Windows(hours(10, 100), hours(10, 50), hours(10, 20)));
    check(Outcome.EFFECTIVE, new Windows(hours(10, 100), hours(10, 51), hours(10, 20)));
  }

  @Test
  void takesTheBaselineForWhatIsNormal() {
    Measured normal = new Measured(1, 60, 10, 60, Map.of());
    check(Outcome.EFFECTIVE, windows(hours(10, 100), normal));
    check(Outcome.INEFFECTIVE, windows(hours(10, 100), new Measured(1, 61, 10, 60, Map.of())));
  }

  @Test
  void findsHarmInTheTelemetryEvenWhereComplaintsFall() {
    check(Outcome.HARMFUL, windows(metric("errorRate", 1), metric("errorRate", 1.11)));
    check(Outcome.INEFFECTIVE, windows(metric("errorRate", 1), metric("errorRate", 1.1)));
    check(Outcome.HARMFUL, windows(metric("conversion", 10), metric("conversion", 8.9)));
    check(Outcome.INEFFECTIVE, windows(metric("conversion", 10), metric("conversion", 9)));
    check(Outcome.INEFFECTIVE, windows(metric("traffic", 10), metric("traffic", 90)));
    assertThat(
            check(Outcome.HARMFUL, windows(metric("errorRate", 1), metric("errorRate", 2)))
                .reason())
        .isEqualTo("errorRate went from 1 to 2");
  }
}
