package dev.ombud.act.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ombud.act.effect.Measured.Level;
import dev.ombud.ground.field.MetricShape.Kind;
import dev.ombud.testing.Aggregates;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Goal: only what was measured in a window, in the time that has passed of it, counts for it.
class MeasuredTest {
  private static final String WINDOW = "\"start\": \"2026-03-01T18:00:00Z\"";

  /// The surge of a window of so many hours that ends at 18:00, with one metric.
  private static Posted posted(int hours, Instant received, String metric) {
    Instant start = Instant.parse("2026-03-02T18:00:00Z").minusSeconds(3_600L * hours);
    String json =
        Aggregates.edit(Aggregates.surge(), WINDOW, "\"start\": \"" + start + "\"")
            .replaceFirst("\"telemetry\": \\{", "\"telemetry\": {\"orders\": {" + metric + "},");
    var aggregate = Aggregates.read(json);
    return new Posted(UUID.randomUUID(), start, aggregate.evidenceAt(received), aggregate);
  }

  private static Measured measured(String metric) {
    return Measured.of(List.of(posted(24, Instant.MAX, metric)));
  }

  @Test
  void countsHalfAWindowForHalfItsTime() {
    Posted half = posted(24, Instant.parse("2026-03-02T06:00:00Z"), "\"value\": 1");
    Measured measured = Measured.of(List.of(half));
    double baseline = half.aggregate().volume().baseline();
    assertThat(measured.hours()).isEqualTo(12);
    assertThat(measured.usual()).isEqualTo(baseline / 2);
    assertThat(measured.complaints()).isEqualTo(half.aggregate().volume().count());
  }

  @Test
  void takesNoMetricThatIsBrokenOrNotOfItsWindow() {
    String at = ", \"observedAt\": \"2026-03-02T17:00:00Z\"";
    assertThat(measured("\"value\": 5" + at).levels()).containsKey("orders");
    for (String unusable :
        List.of(
            "\"value\": 5",
            "\"value\": null" + at,
            "\"value\": 5, \"state\": \"BROKEN\"" + at,
            "\"value\": 5, \"observedAt\": \"2026-03-01T17:59:59Z\"",
            "\"value\": 5, \"observedAt\": \"2026-03-02T18:05:01Z\"")) {
      Measured measured = measured(unusable);
      assertThat(measured.levels()).as(unusable).doesNotContainKey("orders");
      assertThat(measured.sent()).contains("orders");
    }
  }

  @Test
  void weighsWindowsByTheirLength() {
    String at = ", \"observedAt\": \"2026-03-02T17:59:00Z\"";
    Measured both =
        Measured.of(
            List.of(
                posted(3, Instant.MAX, "\"value\": 10, \"baseline\": 8" + at),
                posted(1, Instant.MAX, "\"value\": 30, \"baseline\": 4" + at)));
    Level level = both.whole("orders").orElseThrow();
    assertThat(level.mean()).isEqualTo(15);
    assertThat(level.hourly()).isEqualTo(10);
    assertThat(level.of(Kind.RATE, level)).isEqualTo(15);
    assertThat(level.of(Kind.COUNT, level)).isEqualTo(20);
    assertThat(level.usual().orElseThrow().mean()).isCloseTo(7, within(1e-9));
    Measured one =
        Measured.of(
            List.of(
                posted(3, Instant.MAX, "\"value\": 10" + at),
                posted(1, Instant.MAX, "\"value\": null" + at)));
    assertThat(one.levels()).containsKey("orders");
    assertThat(one.whole("orders")).isEmpty();
  }
}
