package dev.ombud.decide.engine;

import dev.ombud.ground.base.Nearest;
import dev.ombud.ground.code.MetricState;
import dev.ombud.ground.code.TelemetryVerdict;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Judgement.Firing;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.MetricShape;
import dev.ombud.ground.field.MetricShape.Change;
import dev.ombud.ground.field.MetricShape.Compare;
import dev.ombud.ground.field.MetricShape.Kind;
import dev.ombud.ground.field.Vocabulary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What some metrics say: each by the shape that the table `metrics` gives it, under the limits of
/// the evidence table. A metric is present, missing, undefined, stale or broken; never silently 0
/// and never "pass". Not thread-safe.
public final class Telemetry {
  private TelemetryVerdict verdict = TelemetryVerdict.MISSING;
  private final List<Reading> worse = new ArrayList<>(4);
  private final List<Reading> others = new ArrayList<>(4);
  private final List<String> unknown = new ArrayList<>(0);
  private final List<Firing> firings = new ArrayList<>(4);
  private double trafficRise = Double.NaN;

  /// One metric.
  ///
  /// @param harm how much worse than its baseline it is, as [MetricShape.Reading] has it; NaN where
  ///   it cannot be said
  /// @param firing of the row that gives its shape
  public record Reading(
      String name,
      MetricState state,
      double value,
      double baseline,
      Change change,
      double harm,
      MetricShape shape,
      Optional<Firing> firing) {}

  /// Reads the metrics.
  ///
  /// @param metrics by name
  /// @param timing the time that they have to be of
  /// @param facts with the limits that hold; the name of each metric becomes one of them in turn
  public void read(
      Map<String, Aggregate.Metric> metrics, Timing timing, MetricShapes shapes, Facts facts) {
    if (metrics.isEmpty()) {
      return;
    }
    Map<String, MetricShapes.Shaped> known = new TreeMap<>();
    for (String name : metrics.keySet()) {
      shapes
          .find(name, facts)
          .ifPresentOrElse(shaped -> known.put(name, shaped), () -> unknown.add(name));
    }
    unknown.sort(null);
    readTraffic(metrics, known, timing, facts);
    known.forEach((name, shaped) -> {
      Aggregate.Metric metric = metrics.get(name);
      if (metric != null && shaped.shape().kind() != Kind.TRAFFIC) {
        read(name, metric, shaped, timing, facts);
      }
      shaped.firing().ifPresent(firings::add);
    });
    verdict = conclude();
  }

  /// How far traffic rose must be known before counts are read.
  private void readTraffic(
      Map<String, Aggregate.Metric> metrics,
      Map<String, MetricShapes.Shaped> known,
      Timing timing,
      Facts facts) {
    known.forEach((name, shaped) -> {
      Aggregate.Metric metric = metrics.get(name);
      if (shaped.shape().kind() == Kind.TRAFFIC
          && metric != null
          && state(metric, timing, facts) == MetricState.PRESENT
          && number(metric.baseline()) > 0) {
        trafficRise = number(metric.value()) / number(metric.baseline());
      }
    });
  }

  private void read(
      String name,
      Aggregate.Metric metric,
      MetricShapes.Shaped shaped,
      Timing timing,
      Facts facts) {
    MetricState state = state(metric, timing, facts);
    double value = number(metric.value());
    double baseline = number(metric.baseline());
    Change change = Change.INCOMPARABLE;
    double harm = Double.NaN;
    if (state == MetricState.PRESENT) {
      MetricShape.Reading reading = shaped.shape().read(value, baseline, trafficRise);
      change = reading.change();
      harm = reading.harm();
      // What cannot be such a metric, or has nothing to be compared with, is no use.
      state = change == Change.INCOMPARABLE ? MetricState.UNDEFINED : state;
    }
    Reading reading =
        new Reading(name, state, value, baseline, change, harm, shaped.shape(), shaped.firing());
    (change == Change.WORSE ? worse : others).add(reading);
  }

  private static MetricState state(Aggregate.Metric metric, Timing timing, Facts facts) {
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
    double staleMinutes = facts.number(Vocabulary.LIMIT_STALE_MINUTES);
    boolean isOld =
        observedAt.isBefore(timing.window().start())
            || Duration.between(observedAt, timing.evidenceAt()).toMillis() > staleMinutes * 60_000;
    boolean isAhead = timing.isAhead(observedAt, facts.number(Vocabulary.LIMIT_SKEW_MINUTES));
    return isOld || isAhead ? MetricState.STALE : MetricState.PRESENT;
  }

  private static double number(@Nullable Double number) {
    return number == null ? Double.NaN : number;
  }

  private TelemetryVerdict conclude() {
    if (!worse.isEmpty()) {
      return better().isEmpty() ? TelemetryVerdict.CONFIRMS : TelemetryVerdict.CONFLICTS;
    }
    // INVARIANT: what cannot be read is never taken for a metric that stayed as it was.
    if (others.isEmpty()) {
      return unknown.isEmpty() ? TelemetryVerdict.MISSING : TelemetryVerdict.UNDEFINED;
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

  private List<Reading> better() {
    return others.stream().filter(reading -> reading.change() == Change.BETTER).toList();
  }

  public TelemetryVerdict verdict() {
    return verdict;
  }

  public boolean says(String name) {
    return verdict.name().equals(name);
  }

  /// Every metric that came and has a shape, but for traffic; those that got worse first.
  public List<Reading> readings() {
    List<Reading> all = new ArrayList<>(worse);
    all.addAll(others);
    return all;
  }

  /// The names of metrics that have no shape, in their order.
  public List<String> unknown() {
    return List.copyOf(unknown);
  }

  /// What is said of the metrics that have no shape; each with the one that was probably meant.
  String unknownWords(MetricShapes shapes) {
    StringJoiner words = new StringJoiner(", ");
    for (String name : unknown) {
      words.add(
          "`"
              + name
              + "`"
              + Nearest.of(name, shapes.names())
                  .map(near -> " (did you mean `" + near + "`?)")
                  .orElse(""));
    }
    return "no row of `metrics` is about " + words;
  }

  /// Of each row that gave a shape, in the order of the metrics' names.
  List<Firing> firings() {
    return firings;
  }

  /// How many metrics confirm the complaints; none where others contradict them.
  public int confirmations() {
    return verdict == TelemetryVerdict.CONFIRMS ? worse.size() : 0;
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
    if (worse.isEmpty() && others.isEmpty()) {
      return String.join(", ", unknown);
    }
    StringJoiner text = new StringJoiner(", ");
    for (Reading reading : relevant()) {
      text.add(words(reading));
    }
    return text.toString();
  }

  private List<Reading> relevant() {
    return switch (verdict) {
      case CONFIRMS -> worse;
      case CONFLICTS -> {
        List<Reading> both = new ArrayList<>(worse);
        both.addAll(better());
        yield both;
      }
      case FLAT, MISSING, UNDEFINED, STALE, BROKEN -> others;
    };
  }

  private String words(Reading reading) {
    return reading.name()
        + " "
        + Words.of(reading.value())
        + " against "
        + Words.of(reading.baseline())
        + (reading.state() == MetricState.PRESENT
            ? " (" + harm(reading) + ")"
            : " (" + reading.state().name().toLowerCase(Locale.ROOT) + ")");
  }

  private String harm(Reading reading) {
    if (Double.isInfinite(reading.harm())) {
      return "to nothing";
    }
    return switch (reading.shape().compare()) {
          case TIMES -> Words.of(reading.harm()) + " times";
          case POINTS -> Words.of(reading.harm()) + " worse";
          case COMPLEMENT -> Words.of(reading.harm()) + " times as far from 1";
        }
        + (reading.shape().perTraffic() && trafficRise > 0 ? ", traffic taken out" : "");
  }

  /// Notes every metric that the verdict rests on with the firing of a rule, against the bound that
  /// its own row has.
  ///
  /// @param relation what is asked, for example `>=`
  public void compareIn(Case subject, String relation) {
    for (Reading reading : relevant()) {
      String needs =
          relation.equals(">=") || relation.equals("<")
              ? relation + " " + Words.of(reading.shape().confirms())
              : relation;
      subject.compare("telemetry." + reading.name(), reading.harm(), needs);
    }
  }

  /// The bound that each metric is held against, for people.
  public String bounds() {
    StringJoiner text = new StringJoiner(", ");
    for (Reading reading : relevant()) {
      text.add(
          reading.name()
              + " "
              + Words.of(reading.shape().confirms())
              + (reading.shape().compare() == Compare.POINTS ? "" : " times"));
    }
    return text.toString();
  }
}
