package dev.ombud.response;

import dev.ombud.domain.Aggregate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What some windows of one cohort come to.
///
/// @param windows how many
/// @param complaints in all of them
/// @param hours that they span together
/// @param expected complaints by the baselines of those that have one, and 0 where none has
/// @param telemetry the mean of each metric over the windows that have it
record Measured(
    int windows, long complaints, double hours, double expected, Map<String, Double> telemetry) {
  private static final double SECONDS_AN_HOUR = 3_600;

  Measured {
    telemetry = Map.copyOf(telemetry);
  }

  static Measured of(List<Aggregate> aggregates) {
    long complaints = 0;
    double hours = 0;
    double expected = 0;
    Map<String, List<Double>> values = new HashMap<>();
    for (Aggregate aggregate : aggregates) {
      complaints += aggregate.volume().count();
      hours += hours(aggregate.window().length());
      Double baseline = aggregate.volume().baseline();
      expected += baseline == null ? 0 : baseline;
      aggregate
          .telemetry()
          .forEach((name, metric) -> {
            Double value = metric.value();
            if (value != null) {
              values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            }
          });
    }
    Map<String, Double> means = new HashMap<>();
    values.forEach((name, all) ->
        means.put(name, all.stream().mapToDouble(Double::doubleValue).average().orElse(0)));
    return new Measured(aggregates.size(), complaints, hours, expected, means);
  }

  private static double hours(Duration length) {
    return length.toSeconds() / SECONDS_AN_HOUR;
  }

  /// Complaints an hour.
  double rate() {
    return hours == 0 ? 0 : complaints / hours;
  }
}
