package dev.ombud.act.effect;

import dev.ombud.act.effect.Measured.Level;
import dev.ombud.ground.field.MetricShape;
import dev.ombud.ground.field.MetricShape.Change;
import dev.ombud.ground.field.MetricShape.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One cohort before and after. Immutable.
public record Sides(Measured before, Measured after) {
  /// Time and traffic that differ by more cannot be compared any better.
  private static final double MAX_RATIO = 1e9;

  /// Nobody sends how many cases a metric is of. So one of minutes condemns nothing that an hour,
  /// or as much time as before, would not.
  private static final double LEAST_HOURS = 1;

  boolean isMeasured() {
    return before.windows() > 0 && after.windows() > 0;
  }

  /// What was to be expected for so much time and traffic, and by what is usual.
  ///
  /// @param shapes of the metrics, by name
  public Comparison.OverTime overTime(Map<String, MetricShape> shapes) {
    List<Double> ratios = new ArrayList<>();
    double hours = after.hours() / before.hours();
    trafficRises(shapes).forEach(rise -> ratios.add(hours * rise));
    if (ratios.isEmpty()) {
      ratios.add(hours);
    }
    if (hasUsual()) {
      ratios.add(after.usual() / before.usual());
    }
    List<Double> shares =
        ratios.stream()
            .map(ratio -> Math.clamp(ratio, 1 / MAX_RATIO, MAX_RATIO))
            .map(ratio -> ratio / (1 + ratio))
            .sorted()
            .toList();
    return new Comparison.OverTime(
        before.complaints(), after.complaints(), shares.getFirst(), shares.getLast());
  }

  /// Whether it is known of both how many complaints are usual.
  boolean hasUsual() {
    return before.usual() > 0 && after.usual() > 0;
  }

  /// How many times as much traffic there was in the same time. Nobody says whether traffic is sent
  /// by the minute or added up over the window; where windows differ in length, that makes two
  /// answers. None where it was not measured all the time.
  List<Double> trafficRises(Map<String, MetricShape> shapes) {
    for (Map.Entry<String, MetricShape> each : new TreeMap<>(shapes).entrySet()) {
      if (each.getValue().kind() == Kind.TRAFFIC) {
        Optional<Level> was = before.whole(each.getKey()).filter(level -> level.sum() > 0);
        Optional<Level> is = after.whole(each.getKey()).filter(level -> level.sum() > 0);
        if (was.isPresent() && is.isPresent()) {
          return List.of(
              is.get().mean() / was.get().mean(), is.get().hourly() / was.get().hourly());
        }
      }
    }
    return List.of();
  }

  /// How a metric stands after against before; nothing where one of them does not have it, or those
  /// after have it for too short a time.
  Optional<Standing> standing(String name, MetricShape shape, Map<String, MetricShape> shapes) {
    Level was = before.levels().get(name);
    Level is = after.levels().get(name);
    if (was == null || is == null || is.hours() < Math.min(LEAST_HOURS, was.hours())) {
      return Optional.empty();
    }
    double value = is.of(shape.kind(), is);
    double earlier = was.of(shape.kind(), is);
    List<Double> rises = trafficRises(shapes);
    MetricShape.Reading mildest =
        shape.read(value, earlier, rises.isEmpty() ? Double.NaN : rises.getFirst());
    for (double rise : rises) {
      MetricShape.Reading reading = shape.read(value, earlier, rise);
      mildest = reading.harm() < mildest.harm() ? reading : mildest;
    }
    return mildest.change() == Change.INCOMPARABLE
        ? Optional.empty()
        : Optional.of(new Standing(earlier, value, mildest));
  }

  /// Whether a metric is after as its baseline has it for that time.
  boolean isAsUsual(String name, MetricShape shape, Map<String, MetricShape> shapes) {
    Level is = after.levels().get(name);
    if (is == null || is.usual().isEmpty()) {
      return false;
    }
    MetricShape.Reading reading =
        shape.read(
            is.of(shape.kind(), is), is.usual().get().of(shape.kind(), is), usualRise(shapes));
    return reading.change() == Change.SAME || reading.change() == Change.BETTER;
  }

  private double usualRise(Map<String, MetricShape> shapes) {
    return shapes.entrySet().stream()
        .filter(each -> each.getValue().kind() == Kind.TRAFFIC)
        .sorted(Map.Entry.comparingByKey())
        .flatMap(each -> after.whole(each.getKey()).stream())
        .flatMap(level -> level.usual().map(usual -> level.mean() / usual.mean()).stream())
        .findFirst()
        .orElse(Double.NaN);
  }

  /// @param before as it would be over as long a window as those after
  record Standing(double before, double after, MetricShape.Reading reading) {}
}
