package dev.ombud.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.domain.Aggregate;
import dev.ombud.testing.Aggregates;
import org.junit.jupiter.api.Test;

/// Five states of a metric, and what all of them together say. Window: 2026-03-01T18:00Z to
/// 2026-03-02T18:00Z; a metric confirms from 1.5 times and is stale after six hours.
final class TelemetryTest {
  private static final String FRESH = "2026-03-02T17:30:00Z";

  @Test
  void confirmsFromTheLimitOn() {
    check("\"errorRate\":{\"value\":3,\"baseline\":2,\"observedAt\":\"%s\"}", "CONFIRMS 1");
    check("\"errorRate\":{\"value\":2.99,\"baseline\":2,\"observedAt\":\"%s\"}", "FLAT 0");
  }

  @Test
  void readsAFallOfConversionAsHarm() {
    check("\"conversion\":{\"value\":0.02,\"baseline\":0.03,\"observedAt\":\"%s\"}", "CONFIRMS 1");
    check("\"conversion\":{\"value\":0.03,\"baseline\":0.02,\"observedAt\":\"%s\"}", "FLAT 0");
    check("\"crashFreeRate\":{\"value\":0,\"baseline\":0.9,\"observedAt\":\"%s\"}", "CONFIRMS 1");
  }

  @Test
  void readsARiseFromNothingAsHarmAndNothingAgainstNothingAsFlat() {
    check("\"errorRate\":{\"value\":0.1,\"baseline\":0,\"observedAt\":\"%s\"}", "CONFIRMS 1");
    check("\"errorRate\":{\"value\":0,\"baseline\":0,\"observedAt\":\"%s\"}", "FLAT 0");
  }

  @Test
  void saysMissingWhereOnlyTrafficOrNothingCame() {
    check("\"traffic\":{\"value\":9,\"baseline\":1,\"observedAt\":\"%s\"}", "MISSING 0");
    check("\"unheardOf\":{\"value\":9,\"baseline\":1,\"observedAt\":\"%s\"}", "MISSING 0");
  }

  @Test
  void saysUndefinedForNullAndForAMissingBaseline() {
    check("\"errorRate\":{\"value\":null,\"baseline\":1,\"observedAt\":\"%s\"}", "UNDEFINED 0");
    check("\"errorRate\":{\"value\":9,\"observedAt\":\"%s\"}", "UNDEFINED 0");
  }

  @Test
  void saysStaleBeforeTheWindowAndAfterSixHours() {
    check(
        "\"errorRate\":{\"value\":9,\"baseline\":1,\"observedAt\":\"2026-03-01T17:59:59Z\"}",
        "STALE 0");
    check(
        "\"errorRate\":{\"value\":9,\"baseline\":1,\"observedAt\":\"2026-03-02T11:59:59Z\"}",
        "STALE 0");
    check(
        "\"errorRate\":{\"value\":9,\"baseline\":1,\"observedAt\":\"2026-03-02T12:00:00Z\"}",
        "CONFIRMS 1");
    check("\"errorRate\":{\"value\":9,\"baseline\":1}", "STALE 0");
  }

  @Test
  void saysBrokenWhereTheProducerDoes() {
    check(
        "\"errorRate\":{\"value\":9,\"baseline\":1,\"observedAt\":\"%s\",\"state\":\"BROKEN\"}",
        "BROKEN 0");
  }

  @Test
  void neverTakesAnUnusableMetricForAFlatOne() {
    check(
        "\"errorRate\":{\"value\":1,\"baseline\":1,\"observedAt\":\"%s\"},"
            + "\"cartFailures\":{\"value\":null,\"baseline\":1,\"observedAt\":\"%s\"}",
        "UNDEFINED 0");
  }

  private static void check(String metrics, String expected) {
    String json = Aggregates.surge();
    int start = json.indexOf("\"telemetry\"");
    int end = json.indexOf("\"business\"");
    String changed =
        json.substring(0, start)
            + "\"telemetry\": {"
            + metrics.replace("%s", FRESH)
            + "},"
            + json.substring(end);
    Aggregate aggregate = Aggregates.read(changed);
    Telemetry telemetry = new Telemetry();
    telemetry.read(aggregate.telemetry(), aggregate.window(), 1.5, 360);
    assertThat(telemetry.verdict() + " " + telemetry.confirmations()).isEqualTo(expected);
  }
}
