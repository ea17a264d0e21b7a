package dev.ombud.act.effect;

import dev.ombud.ground.code.MetricState;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.field.MetricShape;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What some windows of one cohort come to. Immutable.
///
/// @param windows how many
/// @param complaints in all of them
/// @param hours that they span together
/// @param usual complaints by their baselines; NaN where one has none
/// @param levels of the metrics that can be used, by name
/// @param sent the names of all metrics that came, whether they can be used or not
public record Measured(
    int windows,
    long complaints,
    double hours,
    double usual,
    Map<String, Level> levels,
    Set<String> sent) {
  public static final Measured NOTHING = new Measured(0, 0, 0, Double.NaN, Map.of(), Set.of());

  private static final double MILLIS_AN_HOUR = 3_600_000;

  /// So much later than its window a metric may be observed: clocks differ, and it takes a while.
  private static final Duration MAX_LATE = Duration.ofMinutes(5);

  public Measured {
    levels = Map.copyOf(levels);
    sent = Set.copyOf(sent);
  }

  /// How one metric stood over some windows.
  ///
  /// @param windows that have it
  /// @param hours that these span together
  /// @param sum of its values
  /// @param overTime sum of its values, each times the hours of its window
  /// @param usual the same of its baselines; nothing where a window has none
  public record Level(
      int windows, double hours, double sum, double overTime, Optional<Level> usual) {
    /// The metric of one window as long as those of another level are on average: what is added up
    /// in a window grows with its length.
    double of(MetricShape.Kind kind, Level other) {
      return switch (kind) {
        case COUNT, AMOUNT -> hourly() * (other.hours / other.windows);
        case SHARE, RATE, DURATION, TRAFFIC -> mean();
      };
    }

    /// Its mean over time, for what does not grow with the length of a window.
    double mean() {
      return overTime / hours;
    }

    /// So much an hour, for what is added up in a window.
    double hourly() {
      return sum / hours;
    }

    private Level plus(Level other) {
      return new Level(
          windows + other.windows,
          hours + other.hours,
          sum + other.sum,
          overTime + other.overTime,
          usual.flatMap(mine -> other.usual.map(mine::plus)));
    }

    private static Optional<Level> of(@Nullable Double value, double hours) {
      return value == null
          ? Optional.empty()
          : Optional.of(new Level(1, hours, value, value * hours, Optional.empty()));
    }

    /// @param hours that it was measured over
    /// @param window hours of the whole window, which is what a baseline is of
    private static Optional<Level> of(Aggregate.Metric metric, double hours, double window) {
      return of(metric.value(), hours)
          .map(level ->
              new Level(1, hours, level.sum, level.overTime, of(metric.baseline(), window)));
    }
  }

  /// @param disjoint windows of which none has no length
  static Measured of(Collection<Posted> disjoint) {
    long complaints = 0;
    double hours = 0;
    double usual = 0;
    Map<String, Level> levels = new HashMap<>();
    Set<String> sent = new TreeSet<>();
    for (Posted each : disjoint) {
      Aggregate aggregate = each.aggregate();
      double length = hours(each.length());
      double window = hours(aggregate.window().length());
      complaints += aggregate.volume().count();
      hours += length;
      Double baseline = aggregate.volume().baseline();
      // Of the whole window, of which perhaps only a part has passed.
      usual += baseline == null ? Double.NaN : baseline * length / window;
      aggregate
          .telemetry()
          .forEach((name, metric) -> {
            sent.add(name);
            if (isPresent(metric, each)) {
              Level.of(metric, length, window)
                  .ifPresent(level -> levels.merge(name, level, Level::plus));
            }
          });
    }
    return new Measured(disjoint.size(), complaints, hours, usual, levels, sent);
  }

  /// A metric without a time, or of another time than its window, tells nothing of before and
  /// after.
  private static boolean isPresent(Aggregate.Metric metric, Posted posted) {
    Instant at = metric.observedAt();
    return metric.state() != MetricState.BROKEN
        && at != null
        && !at.isBefore(posted.start())
        && !at.isAfter(posted.end().plus(MAX_LATE));
  }

  private static double hours(Duration length) {
    return length.toMillis() / MILLIS_AN_HOUR;
  }

  /// The level of a metric that every window has.
  Optional<Level> whole(String name) {
    return Optional.ofNullable(levels.get(name)).filter(level -> level.windows() == windows);
  }

  static List<String> names(Measured... all) {
    Set<String> names = new TreeSet<>();
    for (Measured each : all) {
      names.addAll(each.sent());
    }
    return List.copyOf(names);
  }
}
