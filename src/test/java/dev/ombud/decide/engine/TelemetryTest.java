package dev.ombud.decide.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.Rulesets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Five states of a metric, its shape, and what all of them together say. Window: 2026-03-01T18:00Z
/// to 2026-03-02T18:00Z, received at its end; a metric is stale after six hours and clocks may
/// differ by five minutes. The shapes are those of the shipped `metrics.xlsx`.
final class TelemetryTest {
  private static final String FRESH = "2026-03-02T17:30:00Z";
  private static final MetricShapes SHAPES = Rulesets.compile(Rulesets.shipped()).metrics();

  @Test
  void confirmsFromTheLimitOfItsRowOn() {
    check(metric("errorRate", 0.03, 0.02), "CONFIRMS 1");
    check(metric("errorRate", 0.0299, 0.02), "FLAT 0");
    check(metric("latencyP95Millis", 1200, 800), "CONFIRMS 1");
    check(metric("latencyP95Millis", 1199, 800), "FLAT 0");
  }

  @Test
  void readsADifferenceThatIsTooSmallAsNone() {
    check(metric("errorRate", 0.0029, 0.001), "FLAT 0");
    check(metric("errorRate", 0.003, 0.001), "CONFIRMS 1");
    check(metric("failedTransactions", 9, 1), "FLAT 0");
    check(metric("failedTransactions", 11, 1), "CONFIRMS 1");
  }

  @Test
  void readsAFallAsHarmWhereLowerIsWorse() {
    check(metric("conversion", 0.022, 0.03), "CONFIRMS 1");
    check(metric("conversion", 0.029, 0.03), "FLAT 0");
    check(metric("conversion", 0, 0.03), "CONFIRMS 1");
    check(metric("conversion", 0.06, 0.03), "FLAT 0");
  }

  @Test
  void comparesWhatIsMissingToOneForSharesNearOne() {
    check(metric("crashFreeRate", 0.97, 0.999), "CONFIRMS 1");
    check(metric("crashFreeRate", 0.998, 0.999), "FLAT 0");
    check(metric("crashFreeRate", 0.7, 0.999), "CONFIRMS 1");
    check(metric("crashFreeRate", 0.97, 1), "CONFIRMS 1");
    check(metric("crashFreeRate", 1, 1), "FLAT 0");
  }

  @Test
  void comparesPointsWhereTheRowSaysSo() {
    check(metric("cartAbandonmentRate", 0.75, 0.70), "CONFIRMS 1");
    check(metric("cartAbandonmentRate", 0.74, 0.70), "FLAT 0");
    check(metric("cartAbandonmentRate", 0.05, 0), "CONFIRMS 1");
  }

  @Test
  void takesTrafficOutOfWhatGrowsWithIt() {
    check(metric("traffic", 2000, 1000) + "," + metric("failedTransactions", 160, 80), "FLAT 0");
    check(
        metric("traffic", 2000, 1000) + "," + metric("failedTransactions", 320, 80), "CONFIRMS 1");
    check(metric("traffic", 500, 1000) + "," + metric("failedTransactions", 80, 80), "CONFIRMS 1");
    check(metric("traffic", 2000, 1000) + "," + metric("errorRate", 0.04, 0.02), "CONFIRMS 1");
    check(metric("traffic", 2000, 0) + "," + metric("failedTransactions", 160, 80), "CONFIRMS 1");
  }

  @Test
  void saysUndefinedWhereThereIsNothingToCompareWith() {
    check(metric("failedTransactions", 1, 0), "UNDEFINED 0");
    check(metric("failedTransactions", 500, 0), "UNDEFINED 0");
    check(metric("failedTransactions", 0, 0), "UNDEFINED 0");
    check(metric("latencyP95Millis", 900, -5), "UNDEFINED 0");
    check(metric("errorRate", 0.4, 0), "UNDEFINED 0");
  }

  @Test
  void saysUndefinedForWhatCannotBeSuchAMetric() {
    check(metric("errorRate", 4.6, 1.2), "UNDEFINED 0");
    check(metric("crashFreeRate", 97, 99.9), "UNDEFINED 0");
    check(metric("failedTransactions", -9, 4), "UNDEFINED 0");
  }

  @Test
  void saysConflictsWhereSomeGotWorseAndSomeBetter() {
    check(
        metric("latencyP95Millis", 1200, 800) + "," + metric("errorRate", 0.001, 0.012),
        "CONFLICTS 0");
    check(
        metric("latencyP95Millis", 1200, 800) + "," + metric("conversion", 0.06, 0.03),
        "CONFLICTS 0");
    check(
        metric("latencyP95Millis", 1200, 800) + "," + metric("errorRate", 0.011, 0.012),
        "CONFIRMS 1");
    check(metric("errorRate", 0.001, 0.012), "FLAT 0");
  }

  @Test
  void saysMissingWhereOnlyTrafficOrNothingCame() {
    check(metric("traffic", 9, 1), "MISSING 0");
    check("", "MISSING 0");
  }

  @Test
  void saysUndefinedWhereNoRowKnowsWhatCame() {
    check(metric("unheardOf", 9, 1), "UNDEFINED 0");
    assertThat(read(metric("error_rate", 9, 1) + "," + metric("zzz", 9, 1)).unknownWords(SHAPES))
        .isEqualTo("no row of `metrics` is about `error_rate` (did you mean `errorRate`?), `zzz`");
    check(metric("unheardOf", 9, 1) + "," + metric("errorRate", 0.04, 0.02), "CONFIRMS 1");
  }

  @Test
  void saysUndefinedForNullAndForAMissingBaseline() {
    check("\"errorRate\":{\"value\":null,\"baseline\":1,\"observedAt\":\"%s\"}", "UNDEFINED 0");
    check("\"errorRate\":{\"value\":0.9,\"observedAt\":\"%s\"}", "UNDEFINED 0");
  }

  @Test
  void saysStaleBeforeTheWindowAfterSixHoursAndAheadOfOurClock() {
    check(observed("2026-03-01T17:59:59Z"), "STALE 0");
    check(observed("2026-03-02T11:59:59Z"), "STALE 0");
    check(observed("2026-03-02T12:00:00Z"), "CONFIRMS 1");
    check(observed("2026-03-02T18:05:00Z"), "CONFIRMS 1");
    check(observed("2026-03-02T18:05:01Z"), "STALE 0");
    check("\"errorRate\":{\"value\":0.9,\"baseline\":0.1}", "STALE 0");
  }

  @Test
  void saysBrokenWhereTheProducerDoes() {
    check(
        "\"errorRate\":{\"value\":0.9,\"baseline\":0.1,\"observedAt\":\"%s\",\"state\":\"BROKEN\"}",
        "BROKEN 0");
  }

  @Test
  void neverTakesAnUnusableMetricForAFlatOne() {
    check(
        metric("errorRate", 0.1, 0.1)
            + ",\"cartFailures\":{\"value\":null,\"baseline\":1,\"observedAt\":\"%s\"}",
        "UNDEFINED 0");
  }

  @Test
  void notesTheRowThatGivesEachShape() {
    assertThat(read(metric("errorRate", 0.04, 0.02) + "," + metric("traffic", 1, 1)).firings())
        .extracting(firing -> firing.rule())
        .containsExactly("MET-010", "MET-900");
  }

  private static String metric(String name, double value, double baseline) {
    return "\""
        + name
        + "\":{\"value\":"
        + value
        + ",\"baseline\":"
        + baseline
        + ",\"observedAt\":\"%s\"}";
  }

  private static String observed(String at) {
    return "\"errorRate\":{\"value\":0.9,\"baseline\":0.1,\"observedAt\":\"" + at + "\"}";
  }

  private static void check(String metrics, String expected) {
    Telemetry telemetry = read(metrics);
    assertThat(telemetry.verdict() + " " + telemetry.confirmations()).isEqualTo(expected);
  }

  private static Telemetry read(String metrics) {
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
    Facts facts = new Facts();
    facts.put(Vocabulary.PRODUCT, aggregate.product());
    facts.put(Vocabulary.LIMIT_STALE_MINUTES, 360.0);
    facts.put(Vocabulary.LIMIT_SKEW_MINUTES, 5.0);
    Instant receivedAt = aggregate.window().end();
    Telemetry telemetry = new Telemetry();
    telemetry.read(aggregate.telemetry(), Timing.of(aggregate.window(), receivedAt), SHAPES, facts);
    return telemetry;
  }
}
