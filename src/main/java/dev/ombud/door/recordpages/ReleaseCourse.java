package dev.ombud.door.recordpages;

import dev.ombud.act.action.StoredAction;
import dev.ombud.door.console.PageWords;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Decision.AggregateKey;
import dev.ombud.record.log.EventRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What happened to a release, on one axis of time. Immutable.
///
/// @param step how much time one point of the complaints spans
/// @param points complaints by the end of their window, oldest first
/// @param marks what was done or happened, oldest first
record ReleaseCourse(Duration step, List<Point> points, List<Mark> marks) {
  private static final int MAX_POINTS = 120;
  private static final int MAX_MARKS = 60;
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofHours(1),
          Duration.ofHours(6),
          Duration.ofDays(1),
          Duration.ofDays(7),
          Duration.ofDays(28));

  /// What changes what customers get; tickets and pages are not drawn.
  private static final Set<ActionKind> MITIGATIONS =
      EnumSet.of(
          ActionKind.FREEZE_ROLLOUT,
          ActionKind.REDUCE_EXPOSURE,
          ActionKind.DISABLE_VARIATION,
          ActionKind.DISABLE_FLAG,
          ActionKind.SHOW_BANNER,
          ActionKind.SWITCH_FALLBACK,
          ActionKind.ROLLBACK_RELEASE,
          ActionKind.PAUSE_EXPERIMENT);

  ReleaseCourse {
    points = List.copyOf(points);
    marks = List.copyOf(marks);
  }

  /// @param complaints by severity; of one cluster and cohort only the largest window that ends
  ///   within the step counts, since windows may overlap
  record Point(Instant from, Map<Severity, Long> complaints) {
    long total() {
      return complaints.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /// @param kind `release`, `rollout`, `mitigation` or `flag`
  record Mark(Instant at, String kind, String text) {}

  /// An aggregate and how grave it was found to be.
  record Heard(Aggregate aggregate, Severity severity) {}

  /// @param heard in any order; a revision takes the place of what it revises
  static ReleaseCourse of(
      List<Heard> heard, List<StoredAction> actions, List<EventRow> flagEvents) {
    List<Heard> ordered =
        latest(heard).stream()
            .sorted(Comparator.comparing((Heard each) -> each.aggregate().window().end()))
            .toList();
    Duration step = step(ordered);
    List<Mark> marks = new ArrayList<>(rollout(ordered));
    marks.addAll(mitigations(actions));
    flagEvents.stream()
        .map(event ->
            new Mark(
                event.at(),
                "flag",
                "%s: %s by %s"
                    .formatted(
                        event.subject(),
                        event.kind().toLowerCase(Locale.ROOT).replace('_', ' '),
                        event.actor())))
        .forEach(marks::add);
    List<Mark> shown =
        marks.stream()
            .distinct()
            .sorted(Comparator.comparing(Mark::at).thenComparing(Mark::text))
            .toList();
    return new ReleaseCourse(
        step,
        points(ordered, step),
        shown.subList(Math.max(0, shown.size() - MAX_MARKS), shown.size()));
  }

  private static Collection<Heard> latest(List<Heard> heard) {
    Map<AggregateKey, Heard> latest = new LinkedHashMap<>();
    for (Heard each : heard) {
      Aggregate aggregate = each.aggregate();
      latest.merge(
          new AggregateKey(aggregate.product(), aggregate.aggregateId(), 0),
          each,
          (one, other) -> one.aggregate().revision() >= other.aggregate().revision() ? one : other);
    }
    return latest.values();
  }

  /// What was done or refused again and again is one mark, where it began.
  private static List<Mark> mitigations(List<StoredAction> actions) {
    Map<String, List<Instant>> times = new TreeMap<>();
    for (StoredAction action : actions) {
      if (MITIGATIONS.contains(action.kind())) {
        String target = action.target().isEmpty() ? "" : " of " + action.target();
        times
            .computeIfAbsent(
                "%s%s: %s"
                    .formatted(
                        PageWords.name(action.kind()), target, PageWords.name(action.state())),
                _ -> new ArrayList<>())
            .add(action.wroteAt().orElse(action.createdAt()));
      }
    }
    List<Mark> marks = new ArrayList<>();
    times.forEach((text, at) -> {
      String often =
          at.size() == 1
              ? ""
              : ", %d times until %s".formatted(at.size(), PageWords.time(Collections.max(at)));
      marks.add(new Mark(Collections.min(at), "mitigation", text + often));
    });
    return marks;
  }

  private static Duration step(List<Heard> ordered) {
    if (ordered.isEmpty()) {
      return STEPS.getFirst();
    }
    Duration span =
        Duration.between(
            ordered.getFirst().aggregate().window().end(),
            ordered.getLast().aggregate().window().end());
    return STEPS.stream()
        .filter(step -> span.dividedBy(step) < MAX_POINTS)
        .findFirst()
        .orElse(STEPS.getLast());
  }

  private static List<Point> points(List<Heard> ordered, Duration step) {
    record Voice(String cluster, Aggregate.Cohort cohort) {}
    TreeMap<Long, Map<Voice, Heard>> steps = new TreeMap<>();
    for (Heard each : ordered) {
      Aggregate aggregate = each.aggregate();
      // A window that ends at six o'clock tells of the hours before it.
      long at = (aggregate.window().end().toEpochMilli() - 1) / step.toMillis();
      steps
          .computeIfAbsent(at, _ -> new HashMap<>())
          .merge(
              new Voice(aggregate.cluster().id(), aggregate.cohort()),
              each,
              (one, other) ->
                  one.aggregate().volume().count() >= other.aggregate().volume().count()
                      ? one
                      : other);
    }
    List<Point> points = new ArrayList<>();
    steps.forEach((at, voices) -> {
      Map<Severity, Long> complaints = new EnumMap<>(Severity.class);
      voices
          .values()
          .forEach(each ->
              complaints.merge(each.severity(), each.aggregate().volume().count(), Long::sum));
      points.add(new Point(Instant.ofEpochMilli(at * step.toMillis()), complaints));
    });
    return points;
  }

  /// When it came out, and each time that it went further or back.
  private static List<Mark> rollout(List<Heard> ordered) {
    List<Mark> marks = new ArrayList<>();
    Set<Instant> arrivals = new LinkedHashSet<>();
    String before = "";
    for (Heard each : ordered) {
      Aggregate.Release release = each.aggregate().release();
      if (release == null) {
        continue;
      }
      Instant deployed = release.deployedAt();
      if (deployed != null && arrivals.add(deployed)) {
        marks.add(new Mark(deployed, "release", "deployed"));
      }
      Instant seen = release.firstSeenAt();
      if (deployed == null && seen != null && arrivals.isEmpty()) {
        arrivals.add(seen);
        marks.add(new Mark(seen, "release", "first seen"));
      }
      String now = stage(release.stage(), release.rolloutPercent());
      if (!now.isEmpty() && !now.equals(before)) {
        marks.add(new Mark(each.aggregate().window().end(), "rollout", now));
        before = now;
      }
    }
    return marks;
  }

  private static String stage(@Nullable Enum<?> stage, @Nullable Double percent) {
    return Stream.of(
            stage == null ? null : PageWords.name(stage).toLowerCase(Locale.ROOT),
            percent == null ? null : PageWords.decimal(percent) + " % of customers")
        .filter(Objects::nonNull)
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }
}
