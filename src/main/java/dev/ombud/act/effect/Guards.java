package dev.ombud.act.effect;

import dev.ombud.act.effect.Sides.Standing;
import dev.ombud.ground.field.MetricShape;
import dev.ombud.ground.field.MetricShape.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a mitigation must not make worse: the metrics that the table `metrics` calls guards, each
/// read by its shape, after against before. Immutable.
///
/// @param readings of each guard that was measured before and after, in the order of their names
/// @param missing guards that were sent, and cannot be compared
/// @param unknown metrics that no row is about
record Guards(List<Reading> readings, List<String> missing, List<String> unknown) {
  static final Guards NONE = new Guards(List.of(), List.of(), List.of());

  Guards {
    readings = List.copyOf(readings);
    missing = List.copyOf(missing);
    unknown = List.copyOf(unknown);
  }

  /// @param excuse why it is no harm although it is worse
  record Reading(String name, MetricShape shape, Standing standing, Optional<Excuse> excuse) {
    boolean isWorse() {
      return standing.reading().change() == Change.WORSE;
    }

    boolean isHarm() {
      return isWorse() && excuse.isEmpty();
    }

    private String words() {
      double harm = standing.reading().harm();
      String extent =
          switch (shape.compare()) {
            case TIMES -> EffectCheck.words(harm) + " times as bad";
            case COMPLEMENT -> EffectCheck.words(harm) + " times as far from 1";
            case POINTS -> EffectCheck.words(harm) + " worse";
          };
      return "%s got worse (%s before, %s after, %s)"
          .formatted(
              name,
              EffectCheck.words(standing.before()),
              EffectCheck.words(standing.after()),
              Double.isInfinite(harm) ? "down to nothing" : extent);
    }
  }

  /// Why what is worse after than before is no harm of the mitigation.
  enum Excuse {
    AS_USUAL("as is usual at that time"),
    HOLDOUT_TOO("and in the holdout as well");

    private final String words;

    Excuse(String words) {
      this.words = words;
    }
  }

  /// @param holdout nothing where none was measured
  /// @param shapes of all metrics that have one, by name
  static Guards read(Sides cohort, Optional<Sides> holdout, Map<String, MetricShape> shapes) {
    List<Reading> readings = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String name : Measured.names(cohort.before(), cohort.after())) {
      MetricShape shape = shapes.get(name);
      if (shape == null) {
        unknown.add(name);
      } else if (shape.guard()) {
        cohort
            .standing(name, shape, shapes)
            .ifPresentOrElse(
                standing ->
                    readings.add(
                        new Reading(
                            name, shape, standing, excuse(name, shape, cohort, holdout, shapes))),
                () -> missing.add(name));
      }
    }
    return new Guards(readings, missing, unknown);
  }

  private static Optional<Excuse> excuse(
      String name,
      MetricShape shape,
      Sides cohort,
      Optional<Sides> holdout,
      Map<String, MetricShape> shapes) {
    if (cohort.isAsUsual(name, shape, shapes)) {
      return Optional.of(Excuse.AS_USUAL);
    }
    return holdout
        .flatMap(sides -> sides.standing(name, shape, shapes))
        .filter(standing -> standing.reading().change() == Change.WORSE)
        .map(_ -> Excuse.HOLDOUT_TOO);
  }

  List<String> harmed() {
    return readings.stream().filter(Reading::isHarm).map(Reading::name).toList();
  }

  /// What the harmed ones came to.
  String harm() {
    return String.join(
        ", ", readings.stream().filter(Reading::isHarm).map(Reading::words).toList());
  }

  /// What else is to be known of metrics, each clause after a semicolon; nothing where there is
  /// nothing.
  String remarks() {
    StringBuilder text = new StringBuilder();
    for (Reading each : readings) {
      if (each.isWorse()) {
        each.excuse()
            .ifPresent(excuse -> text.append("; %s, %s".formatted(each.words(), excuse.words)));
      }
    }
    if (readings.isEmpty()) {
      text.append("; no guard metric was measured before and after");
    } else if (!missing.isEmpty()) {
      text.append("; not measured before and after: ").append(String.join(", ", missing));
    }
    if (!unknown.isEmpty()) {
      text.append("; not weighed, as no row of `metrics` is about it: ")
          .append(String.join(", ", unknown));
    }
    return text.toString();
  }
}
