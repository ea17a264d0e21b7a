package dev.ombud.bench;

import java.util.ArrayList;
import java.util.List;

/// One measure over time, and whether it grows. Not thread-safe.
final class Trend {
  /// @param hours since the beginning
  private record Sample(double hours, double value) {}

  private final List<Sample> samples = new ArrayList<>();

  void add(double hours, double value) {
    samples.add(new Sample(hours, value));
  }

  boolean isEmpty() {
    return samples.isEmpty();
  }

  double first() {
    return settled().getFirst().value();
  }

  double last() {
    return samples.getLast().value();
  }

  /// How much it grows over the time that was watched, by the line of least squares.
  double growth() {
    return slopePerHour() * (samples.getLast().hours() - settled().getFirst().hours());
  }

  double slopePerHour() {
    List<Sample> settled = settled();
    double meanHours = settled.stream().mapToDouble(Sample::hours).average().orElse(0);
    double meanValue = settled.stream().mapToDouble(Sample::value).average().orElse(0);
    double covariance = 0;
    double variance = 0;
    for (Sample sample : settled) {
      covariance += (sample.hours() - meanHours) * (sample.value() - meanValue);
      variance += (sample.hours() - meanHours) * (sample.hours() - meanHours);
    }
    return variance == 0 ? 0 : covariance / variance;
  }

  /// Without the first fifth, in which classes load and pools fill.
  private List<Sample> settled() {
    return samples.subList(samples.size() / 5, samples.size());
  }
}
