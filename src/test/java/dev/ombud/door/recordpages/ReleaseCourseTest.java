package dev.ombud.door.recordpages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.recordpages.ReleaseCourse.Heard;
import dev.ombud.door.recordpages.ReleaseCourse.Mark;
import dev.ombud.door.recordpages.ReleaseCourse.Point;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.testing.Aggregates;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What happened to a release, on one axis.
class ReleaseCourseTest {
  private static Heard heard(String cluster, String end, long count, String stage, int percent) {
    String json =
        """
        {"specVersion": "1.0", "aggregateId": "%s-%s", "product": "shop", "surface": "checkout",
         "window": {"start": "2026-03-01T00:00:00Z", "end": "%s"},
         "release": {"version": "7", "stage": "%s", "rolloutPercent": %d,
           "deployedAt": "2026-03-02T09:00:00Z"},
         "cluster": {"id": "%s", "categories": ["bug"], "confidence": 0.9},
         "volume": {"count": %d}}
        """
            .formatted(cluster, end, end, stage, percent, cluster, count);
    return new Heard(
        new AggregateReader().readAggregate(json.getBytes(StandardCharsets.UTF_8)),
        cluster.equals("pay") ? Severity.P1 : Severity.P3);
  }

  private static ReleaseCourse course(Heard... heard) {
    return ReleaseCourse.of(List.of(heard), List.of(), List.of());
  }

  @Test
  void countsOverlappingWindowsOfAClusterOnce() {
    ReleaseCourse course =
        course(
            heard("pay", "2026-03-02T10:15:00Z", 40, "CANARY", 5),
            heard("pay", "2026-03-02T10:30:00Z", 60, "CANARY", 5),
            heard("slow", "2026-03-02T10:30:00Z", 7, "CANARY", 5),
            heard("pay", "2026-03-02T11:00:01Z", 5, "CANARY", 5));
    assertThat(course.step()).isEqualTo(Duration.ofHours(1));
    assertThat(course.points())
        .containsExactly(
            new Point(
                Instant.parse("2026-03-02T10:00:00Z"), Map.of(Severity.P1, 60L, Severity.P3, 7L)),
            new Point(Instant.parse("2026-03-02T11:00:00Z"), Map.of(Severity.P1, 5L)));
  }

  @Test
  void letsARevisionTakeThePlaceOfItsWindow() {
    Heard first = heard("pay", "2026-03-02T10:30:00Z", 60, "CANARY", 5);
    Heard revised =
        new Heard(
            Aggregates.read(
                """
                {"specVersion": "1.0", "aggregateId": "pay-2026-03-02T10:30:00Z", "revision": 1,
                 "product": "shop", "surface": "checkout",
                 "window": {"start": "2026-03-01T00:00:00Z", "end": "2026-03-02T10:30:00Z"},
                 "cluster": {"id": "pay", "categories": ["bug"], "confidence": 0.9},
                 "volume": {"count": 3}}
                """),
            Severity.P3);
    assertThat(course(revised, first).points())
        .extracting(Point::complaints)
        .containsExactly(Map.of(Severity.P3, 3L));
  }

  @Test
  void countsAWindowThatEndsOnTheHourToTheHourBefore() {
    assertThat(course(heard("pay", "2026-03-02T11:00:00Z", 5, "CANARY", 5)).points())
        .extracting(Point::from)
        .containsExactly(Instant.parse("2026-03-02T10:00:00Z"));
  }

  @Test
  void marksTheDeploymentAndEachStepOfTheRollout() {
    ReleaseCourse course =
        course(
            heard("pay", "2026-03-02T14:00:00Z", 5, "PROGRESSIVE", 50),
            heard("pay", "2026-03-02T10:00:00Z", 5, "CANARY", 5),
            heard("pay", "2026-03-02T12:00:00Z", 5, "CANARY", 5));
    assertThat(course.marks())
        .containsExactly(
            new Mark(Instant.parse("2026-03-02T09:00:00Z"), "release", "deployed"),
            new Mark(Instant.parse("2026-03-02T10:00:00Z"), "rollout", "canary, 5 % of customers"),
            new Mark(
                Instant.parse("2026-03-02T14:00:00Z"),
                "rollout",
                "progressive, 50 % of customers"));
  }

  @Test
  void hasFewPointsHoweverLongItTook() {
    ReleaseCourse course =
        course(
            heard("pay", "2026-03-02T00:00:00Z", 5, "CANARY", 5),
            heard("pay", "2026-12-31T00:00:00Z", 5, "CANARY", 5));
    assertThat(course.step()).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void isEmptyWhereNothingIsKnown() {
    assertThat(course().points()).isEmpty();
    assertThat(course().marks()).isEmpty();
  }
}
