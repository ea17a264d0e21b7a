package dev.ombud.act.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.effect.EffectCheck;
import dev.ombud.act.effect.EffectCheck.Conclusion;
import dev.ombud.act.effect.EffectCheck.Found;
import dev.ombud.act.effect.EffectCheck.Paired;
import dev.ombud.act.effect.Measured;
import dev.ombud.act.effect.Measured.Level;
import dev.ombud.act.effect.Sides;
import dev.ombud.ground.code.Outcome;
import dev.ombud.ground.field.MetricShape;
import dev.ombud.ground.field.MetricShape.Compare;
import dev.ombud.ground.field.MetricShape.Kind;
import dev.ombud.ground.field.MetricShape.Worse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What was measured, made up.
public final class MadeUp {
  static final Map<String, MetricShape> SHAPES =
      Map.of(
          "traffic", shape(Kind.TRAFFIC, Worse.HIGHER, Compare.TIMES, 1.5, 0, false, false),
          "revenue", shape(Kind.AMOUNT, Worse.LOWER, Compare.TIMES, 1.2, 0, true, true),
          "crashFreeRate",
              shape(Kind.SHARE, Worse.LOWER, Compare.COMPLEMENT, 2, 0.002, false, true),
          "latency", shape(Kind.DURATION, Worse.HIGHER, Compare.TIMES, 1.5, 50, false, false));

  static MetricShape shape(
      Kind kind,
      Worse worse,
      Compare compare,
      double confirms,
      double smallest,
      boolean perTraffic,
      boolean guard) {
    return new MetricShape(kind, worse, compare, confirms, smallest, perTraffic, guard);
  }

  public static Measured hours(double hours, long complaints) {
    return new Measured(1, complaints, hours, Double.NaN, Map.of(), Set.of());
  }

  public static Measured usual(Measured measured, double usual) {
    return new Measured(
        measured.windows(),
        measured.complaints(),
        measured.hours(),
        usual,
        measured.levels(),
        measured.sent());
  }

  /// With one more metric.
  public static Measured with(Measured measured, String name, double value, Double... baseline) {
    Map<String, Level> levels = new HashMap<>(measured.levels());
    double hours = measured.hours();
    Optional<Level> usual =
        baseline.length == 0
            ? Optional.empty()
            : Optional.of(new Level(1, hours, baseline[0], baseline[0] * hours, Optional.empty()));
    levels.put(name, new Level(1, hours, value, value * hours, usual));
    return new Measured(
        measured.windows(),
        measured.complaints(),
        hours,
        measured.usual(),
        levels,
        levels.keySet());
  }

  public static Found found(Measured before, Measured after) {
    return found(before, Measured.NOTHING, after);
  }

  public static Found found(Measured before, Measured waiting, Measured after) {
    return new Found(new Sides(before, after), waiting, Optional.empty(), SHAPES, false);
  }

  public static Found beside(Measured before, Measured after, Measured... holdout) {
    Sides cohort = new Sides(before, after);
    return new Found(
        cohort,
        Measured.NOTHING,
        Optional.of(new Paired(cohort, new Sides(holdout[0], holdout[1]))),
        SHAPES,
        false);
  }

  private MadeUp() {}

  public static Conclusion check(Outcome expected, Found found) {
    Conclusion conclusion = EffectCheck.conclude(found);
    assertThat(conclusion.outcome()).as(conclusion.reason()).isEqualTo(expected);
    return conclusion;
  }
}
