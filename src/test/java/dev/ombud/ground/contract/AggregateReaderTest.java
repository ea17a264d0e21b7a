package dev.ombud.ground.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.MetricState;
import dev.ombud.ground.code.ReleaseStage;
import dev.ombud.ground.code.SuiteResult;
import dev.ombud.ground.code.Trust;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.json.JsonReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Goal: whatever a producer sends, it becomes exactly the aggregate that was meant, or a message
/// that says what to mend. Method: one change at a time to an aggregate with every field.
final class AggregateReaderTest {
  private static final AggregateReader READER = new AggregateReader();

  @Test
  void readsEveryField() {
    Aggregate aggregate =
        READER.read(Samples.utf8(Samples.FULL), UnaryOperator.identity()).aggregate();
    Instant at = Instant.parse("2026-03-02T17:00:00Z");
    List<Aggregate.Region> regions =
        List.of(new Aggregate.Region("EU", 2.9, 90L), new Aggregate.Region("US", -1.4, 80L));
    Aggregate.Metric errorRate = new Aggregate.Metric(0.05, 0.01, at, MetricState.PRESENT);
    Aggregate.Metric traffic = new Aggregate.Metric(null, null, null, null);
    Map<String, Aggregate.Metric> telemetry = Map.of("errorRate", errorRate, "traffic", traffic);
    assertThat(aggregate)
        .isEqualTo(
            new Aggregate(
                "1.0",
                "shop/2026-03-02/1",
                3,
                new Aggregate.Window(
                    Instant.parse("2026-03-01T18:00:00Z"), Instant.parse("2026-03-02T18:00:00.5Z")),
                "storefront",
                "checkout",
                "payment",
                new Aggregate.Source(
                    "lakehouse/gold",
                    "run-7",
                    List.of("app_review", "chat"),
                    Trust.HIGH,
                    List.of("en", "pt-BR")),
                release(),
                new Aggregate.Cohort(
                    "android", "pixel-8", "EU", "de-DE", "gold", "returning", null, null, null),
                cluster(),
                new Aggregate.Volume(120, 130L, 50.5, 14.0, 168.0, null, null),
                new Aggregate.Sentiment(-0.6, 0.8, 0.35, 2.6, null),
                telemetry,
                new Aggregate.Business(
                    new Aggregate.Money(240_000, "EUR"), 380L, 9L, 77L, 12L, null, null),
                new Aggregate.Exposure(
                    "production",
                    List.of(new Aggregate.Flag("new-checkout", "on")),
                    new Aggregate.Experiment("one-page", "B", 5.0)),
                regions,
                List.of(
                    new Aggregate.Evidence(
                        "rv-1", "app_review", 1.0, "en", at, List.of(), List.of())),
                new Aggregate.Tests(SuiteResult.NOT_RUN, true, List.of("c-1"), null),
                new Aggregate.Lineage("sentiment-3", "triage-5", "run-7", "sha256:00"),
                Aggregate.Upstream.SILENT,
                Aggregate.Entities.NONE,
                null,
                Aggregate.Correlation.NONE,
                null,
                List.of(),
                List.of()));
  }

  private static Aggregate.Cluster cluster() {
    return new Aggregate.Cluster(
        "c-1",
        List.of("payment_failure", "app_crash"),
        0.92,
        "cards fail 💳",
        "a null in the gateway",
        0.4,
        true,
        List.of(),
        List.of());
  }

  private static Aggregate.Release release() {
    return new Aggregate.Release(
        "7.18.1",
        ReleaseStage.CANARY,
        12.5,
        Instant.parse("2026-03-02T16:30:00Z"),
        Instant.parse("2026-03-02T16:31:00Z"),
        "7.17.4",
        "d-99");
  }

  @Test
  void readsTheLeastAggregateAsKnowingNothingElse() {
    ObjectNode least = Samples.full();
    least.retain("specVersion", "aggregateId", "window", "product", "surface", "cluster", "volume");
    Aggregate aggregate = read(least).aggregate();
    assertThat(aggregate.revision()).isZero();
    assertThat(aggregate.cohort()).isEqualTo(Aggregate.Cohort.EVERYONE);
    assertThat(aggregate.source()).isNull();
    assertThat(aggregate.telemetry()).isEmpty();
    assertThat(aggregate.evidence()).isEmpty();
  }

  @Test
  void readsNullAsAbsent() {
    ObjectNode nulls = Samples.full();
    ObjectNode absent = Samples.full();
    for (String field :
        List.of(
            "funnelStep",
            "revision",
            "source",
            "release",
            "cohort",
            "sentiment",
            "telemetry",
            "business",
            "exposure",
            "regions",
            "evidence",
            "tests",
            "lineage")) {
      nulls.putNull(field);
      absent.remove(field);
    }
    ((ObjectNode) nulls.get("volume")).putNull("customers");
    ((ObjectNode) absent.get("volume")).remove("customers");
    assertThat(read(nulls).aggregate()).isEqualTo(read(absent).aggregate());
  }

  @Test
  void readsAnUndefinedMetricAsPresentWithoutAValue() {
    Aggregate.Metric undefined = new Aggregate.Metric(null, 0.01, null, null);
    assertThat(metric("{\"value\":null,\"baseline\":0.01}")).isEqualTo(undefined);
    assertThat(metric("{\"value\":\"NaN\",\"baseline\":0.01}")).isEqualTo(undefined);
    assertThat(metric("null")).isNull();
  }

  @Test
  void takesTheDigestOfTheCanonicalForm() {
    String first = digest(Samples.FULL);
    assertThat(first).isEqualTo(digest(Samples.full().toPrettyString()));
    assertThat(first).isEqualTo(digest(Samples.FULL.replace("\"count\":120", "\"count\":1.2e2")));
    assertThat(first).isNotEqualTo(digest(Samples.FULL.replace("\"count\":120", "\"count\":121")));
    assertThat(
            digest(
                "{\"window\":{\"end\":\"2026-03-02T18:00:00Z\",\"start\":\"2026-03-01T18:00:00Z\"},"
                    + "\"volume\":{\"count\":1},\"surface\":\"cart\",\"specVersion\":\"1.0\",\"product\":\"p\","
                    + "\"cluster\":{\"id\":\"c\",\"confidence\":1,\"categories\":[\"bug\"]},\"aggregateId\":\"a\"}"))
        .isEqualTo("dd24f29ae0c8c6a021ae9dd97f816db57352efaf494d6579622c7dd7a771319c");
  }

  @Test
  void takesTheReplacementCharacterWhereItWasSent() {
    assertThat(read(Samples.full().put("aggregateId", "a\uFFFDb")).aggregate().aggregateId())
        .isEqualTo("a\uFFFDb");
  }

  @Test
  void refusesTenMegabytesOfUnknownFieldsInShort() {
    StringBuilder body = new StringBuilder("{");
    for (int i = 0; body.length() < 10_000_000; i++) {
      body.append("\"field").append(i).append("\":").append(i).append(',');
    }
    body.setCharAt(body.length() - 1, '}');
    ServiceException refusal = Refusals.of(body.toString());
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_AGGREGATE);
    assertThat(refusal.violations()).hasSize(1_000);
    assertThat(refusal.detail()).startsWith("at least 1000 violations");
  }

  @Test
  void namesEveryViolationAtOnce() {
    ServiceException refusal =
        Refusals.of(
            Samples.utf8(
                """
                {"specVersion": 1, "aggregateId": "", "product": "Shop", "surfac": "cart",
                 "cluster": {"categories": [], "confidence": 2},
                 "volume": {"count": 1.5}, "telemetry": {"a b": {}, "x": 1},
                 "evidence": [{"at": "now"}]}
                """));
    assertThat(refusal.violations())
        .extracting(violation -> violation.pointer() + " " + violation.code().code())
        .containsExactly(
            "/specVersion wrong-type",
            "/aggregateId empty",
            " missing-field",
            "/product bad-format",
            " missing-field",
            "/cluster missing-field",
            "/cluster/categories empty",
            "/cluster/confidence out-of-range",
            "/volume/count not-a-whole-number",
            "/telemetry/a b bad-format",
            "/telemetry/x wrong-type",
            "/evidence/0 missing-field",
            "/evidence/0/at bad-format",
            "/surfac unknown-field");
    assertThat(refusal.detail()).startsWith("14 violations, the first at `/specVersion`: ");
  }

  @Test
  void readsOnManyThreadsAtOnce() throws InterruptedException {
    String expected = digest(Samples.FULL);
    List<String> found = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads =
        IntStream.range(0, 200)
            .mapToObj(_ -> Thread.ofVirtual().start(() -> found.add(digest(Samples.FULL))))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(found).hasSize(200).containsOnly(expected);
  }

  private static ReceivedAggregate read(JsonNode aggregate) {
    return READER.read(Samples.utf8(aggregate.toString()), UnaryOperator.identity());
  }

  private static String digest(String aggregate) {
    return HexFormat.of()
        .formatHex(READER.read(Samples.utf8(aggregate), UnaryOperator.identity()).digest());
  }

  private static Aggregate.@Nullable Metric metric(String json) {
    ObjectNode aggregate = Samples.full();
    aggregate.putObject("telemetry").set("errorRate", JsonReader.read(json));
    return read(aggregate).aggregate().telemetry().get("errorRate");
  }
}
