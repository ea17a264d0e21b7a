package dev.ombud.engine;

import dev.ombud.domain.Aggregate;
import dev.ombud.domain.MetricState;
import dev.ombud.domain.TelemetryVerdict;
import dev.ombud.domain.Vocabulary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/// What some metrics say, under the limits of the evidence table: each metric is present, missing,
/// undefined, stale or broken; never silently 0 and never "pass".
public final class Telemetry {
  private TelemetryVerdict verdict = TelemetryVerdict.MISSING;
  private final List<Reading> confirming = new ArrayList<>(4);
  private final List<Reading> others = new ArrayList<>(4);
  private double trafficRise = Double.NaN;

  /// One health metric.
  ///
  /// @param harm how many times worse than its baseline it is; NaN where it cannot be said
  public record Reading(
      String name, MetricState state, double value, double baseline, double harm) {}

  /// Reads the metrics.
  ///
  /// @param metrics by name
  /// @param window the time that they have to be of
  /// @param rise a metric so many times worse than its baseline confirms the complaints
  /// @param staleMinutes a metric observed longer before the window's end is stale
  public void read(
      Map<String, Aggregate.Metric> metrics,
      Aggregate.Window window,
      double rise,
      double staleMinutes) {
    for (String name : Vocabulary.HARMFUL_WHEN_HIGH) {
      read(name, false, metrics, window, rise, staleMinutes);
    }
    for (String name : Vocabulary.HARMFUL_WHEN_LOW) {
      read(name, true, metrics, window, rise, staleMinutes);
    }
    Aggregate.Metric traffic = metrics.get(Vocabulary.TRAFFIC);
    if (traffic != null && state(traffic, window, staleMinutes) == MetricState.PRESENT) {
      trafficRise = harm(traffic, false);
    }
    verdict = conclude();
  }

  private void read(
      String name,
      boolean inverted,
      Map<String, Aggregate.Metric> metrics,
      Aggregate.Window window,
      double rise,
      double staleMinutes) {
    Aggregate.Metric metric = metrics.get(name);
    if (metric == null) {
      return;
    }
    MetricState state = state(metric, window, staleMinutes);
    double harm = state == MetricState.PRESENT ? harm(metric, inverted) : Double.NaN;
    Reading reading =
        new Reading(name, state, number(metric.value()), number(metric.baseline()), harm);
    (harm >= rise ? confirming : others).add(reading);
  }

  private static MetricState state(
      Aggregate.Metric metric, Aggregate.Window window, double staleMinutes) {
    if (metric.state() == MetricState.BROKEN) {
      return MetricState.BROKEN;
    }
    if (metric.value() == null || metric.baseline() == null) {
      return MetricState.UNDEFINED;
    }
    Instant observedAt = metric.observedAt();
    if (observedAt == null) {
      // Nobody can say that it is fresh.
      return MetricState.STALE;
    }
    boolean old =
        observedAt.isBefore(window.start())
            || Duration.between(observedAt, window.end()).toMillis() > staleMinutes * 60_000;
    return old ? MetricState.STALE : MetricState.PRESENT;
  }

  /// How many times worse than the baseline. From a baseline of 0, any rise counts as endless.
  private static double harm(Aggregate.Metric metric, boolean inverted) {
    double value = number(metric.value());
    double baseline = number(metric.baseline());
    if (value == baseline) {
      return 1;
    }
    return inverted ? baseline / value : value / baseline;
  }

  private static double number(@org.jspecify.annotations.Nullable Double number) {
    return number == null ? Double.NaN : number;
  }

  private TelemetryVerdict conclude() {
    if (!confirming.isEmpty()) {
      return TelemetryVerdict.CONFIRMS;
    }
    // INVARIANT: what cannot be read is never taken for a metric that stayed as it was.
    if (others.isEmpty()) {
      return TelemetryVerdict.MISSING;
    }
    if (has(MetricState.BROKEN)) {
      return TelemetryVerdict.BROKEN;
    }
    if (has(MetricState.UNDEFINED)) {
      return TelemetryVerdict.UNDEFINED;
    }
    return has(MetricState.STALE) ? TelemetryVerdict.STALE : TelemetryVerdict.FLAT;
  }

  private boolean has(MetricState state) {
    return others.stream().anyMatch(reading -> reading.state() == state);
  }

  public TelemetryVerdict verdict() {
    return verdict;
  }

  public boolean says(String name) {
    return verdict.name().equals(name);
  }

  /// Every health metric that came, those that got worse first.
  public List<Reading> readings() {
    List<Reading> all = new ArrayList<>(confirming);
    all.addAll(others);
    return all;
  }

  /// How many metrics confirm the complaints.
  public int confirmations() {
    return confirming.size();
  }

  /// How many times its baseline traffic is; NaN where it is not known.
  public double trafficRise() {
    return trafficRise;
  }

  /// Whether fresh health metrics came and none of them got worse or is unusable.
  public boolean isFlat() {
    return verdict == TelemetryVerdict.FLAT;
  }

  /// The metrics that the verdict rests on, with their numbers.
  public String numbers() {
    StringJoiner text = new StringJoiner(", ");
    for (Reading reading : confirming.isEmpty() ? others : confirming) {
      text.add(
          reading.name()
              + " "
              + Words.of(reading.value())
              + " against "
              + Words.of(reading.baseline())
              + (reading.state() == MetricState.PRESENT
                  ? " (" + times(reading.harm()) + ")"
                  : " (" + reading.state().name().toLowerCase(Locale.ROOT) + ")"));
    }
    return text.toString();
  }

  private static String times(double harm) {
    return Double.isInfinite(harm) ? "from nothing" : Words.of(harm) + " times";
  }

  /// Notes every metric that the verdict rests on with the firing of a rule.
  public void compareIn(Case subject, String needs) {
    for (Reading reading : confirming.isEmpty() ? others : confirming) {
      subject.compare("telemetry." + reading.name(), reading.harm(), needs);
    }
  }
}
