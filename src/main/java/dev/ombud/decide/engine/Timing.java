package dev.ombud.decide.engine;

import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Vocabulary;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The two clocks of a case: event time, which the caller says, and received time, which is ours.
/// Neither is trusted alone. Immutable.
///
/// @param window as the caller sent it
/// @param receivedAt our clock when it came in
/// @param evidenceAt the time of the evidence: the earlier of the window's end and received time
public record Timing(Aggregate.Window window, Instant receivedAt, Instant evidenceAt) {

  private static final long SECONDS_A_DAY = 86_400;

  public static Timing of(Aggregate.Window window, Instant receivedAt) {
    Instant end = window.end();
    return new Timing(window, receivedAt, end.isBefore(receivedAt) ? end : receivedAt);
  }

  /// Whether the window lies ahead by more than clocks may differ.
  public boolean hasNotBegun(double skewMinutes) {
    return isAhead(window.start(), skewMinutes);
  }

  /// Whether something is said to be later than we received it, by more than clocks may differ.
  boolean isAhead(Instant at, double skewMinutes) {
    return isLater(at, receivedAt, skewMinutes);
  }

  private static boolean isLater(Instant at, Instant than, double skewMinutes) {
    // Where nothing is said of it, clocks do not differ.
    double allowed = Double.isNaN(skewMinutes) ? 0 : skewMinutes * 60_000;
    return at.isAfter(than) && Duration.between(than, at).toMillis() > allowed;
  }

  void put(Facts facts) {
    facts.put(Vocabulary.WINDOW_HOURS, hours(window.start(), evidenceAt));
    facts.put(Vocabulary.AGE, Duration.between(evidenceAt, receivedAt).toMillis() / 60_000.0);
    facts.put(
        Vocabulary.REMAINING, Duration.between(evidenceAt, window.end()).toMillis() / 60_000.0);
    facts.put(Vocabulary.END_HOUR, hourOfDay(window.end()));
    facts.put(Vocabulary.END_DAY, day(window.end()));
    facts.put(Vocabulary.RECEIVED_HOUR, hourOfDay(receivedAt));
    facts.put(Vocabulary.RECEIVED_DAY, day(receivedAt));
  }

  private static double hourOfDay(Instant at) {
    long minutes = Math.floorMod(at.getEpochSecond(), SECONDS_A_DAY) / 60;
    return minutes / 60.0;
  }

  /// 1 January 1970 was a Thursday.
  private static DayOfWeek day(Instant at) {
    return DayOfWeek.THURSDAY.plus(Math.floorDiv(at.getEpochSecond(), SECONDS_A_DAY));
  }

  /// Never negative: a window of which the start lies a little ahead has just begun.
  static double hours(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis()) / 3_600_000.0;
  }

  /// Whether an aggregate says anything about times that cannot be.
  boolean isContradictedBy(Aggregate aggregate, double skewMinutes) {
    if (isAfter(aggregate.release(), skewMinutes)) {
      return true;
    }
    for (Aggregate.Metric metric : aggregate.telemetry().values()) {
      Instant observedAt = metric.observedAt();
      if (observedAt != null && isAhead(observedAt, skewMinutes)) {
        return true;
      }
    }
    Instant ingestedAt = aggregate.ingestedAt();
    if (ingestedAt != null
        && (isAhead(ingestedAt, skewMinutes) || isLater(window.start(), ingestedAt, skewMinutes))) {
      return true;
    }
    List<Aggregate.Evidence> evidence = aggregate.evidence();
    for (int i = 0; i < evidence.size(); i++) {
      Instant at = evidence.get(i).at();
      if (at != null && isAhead(at, skewMinutes)) {
        return true;
      }
    }
    return false;
  }

  /// What it says, a clause each.
  List<String> contradictions(Aggregate aggregate, double skewMinutes) {
    List<String> found = new ArrayList<>(2);
    Aggregate.Release release = aggregate.release();
    if (release != null) {
      release("deployed", release.deployedAt(), skewMinutes, found);
      release("first seen", release.firstSeenAt(), skewMinutes, found);
    }
    for (Map.Entry<String, Aggregate.Metric> metric :
        new TreeMap<>(aggregate.telemetry()).entrySet()) {
      Instant observedAt = metric.getValue().observedAt();
      if (observedAt != null && isAhead(observedAt, skewMinutes)) {
        found.add(
            "metric %s was observed at %s, after it was received"
                .formatted(metric.getKey(), observedAt));
      }
    }
    Instant ingestedAt = aggregate.ingestedAt();
    if (ingestedAt != null && isAhead(ingestedAt, skewMinutes)) {
      found.add("it was ingested at %s, after it was received".formatted(ingestedAt));
    } else if (ingestedAt != null && isLater(window.start(), ingestedAt, skewMinutes)) {
      found.add(
          "it was ingested at %s, before its window began at %s"
              .formatted(ingestedAt, window.start()));
    }
    for (Aggregate.Evidence evidence : aggregate.evidence()) {
      Instant at = evidence.at();
      if (at != null && isAhead(at, skewMinutes)) {
        found.add("a text is of %s, after it was received".formatted(at));
        break;
      }
    }
    return found;
  }

  private void release(String what, @Nullable Instant at, double skewMinutes, List<String> found) {
    if (at != null && isLater(at, evidenceAt, skewMinutes)) {
      found.add(
          "the release was %s at %s, after the complaints ended at %s"
              .formatted(what, at, evidenceAt));
    }
  }

  /// Whether the release came after the complaints, so that it cannot be their cause.
  boolean isAfter(Aggregate.@Nullable Release release, double skewMinutes) {
    if (release == null) {
      return false;
    }
    Instant deployed = release.deployedAt();
    Instant seen = release.firstSeenAt();
    return (deployed != null && isLater(deployed, evidenceAt, skewMinutes))
        || (seen != null && isLater(seen, evidenceAt, skewMinutes));
  }
}
