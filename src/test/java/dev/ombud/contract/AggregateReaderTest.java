package dev.ombud.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.domain.Aggregate;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.MetricState;
import dev.ombud.domain.ReleaseStage;
import dev.ombud.domain.ServiceException;
import dev.ombud.domain.SuiteResult;
import dev.ombud.domain.Trust;
import dev.ombud.domain.Violation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Goal: whatever a producer sends, it becomes exactly the aggregate that was meant, or a message
/// that says what to mend. Method: one change at a time to an aggregate with every field.
final class AggregateReaderTest {
  private static final AggregateReader READER = new AggregateReader();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Test
  void readsEveryField() {
    Aggregate aggregate = READER.read(Samples.utf8(Samples.FULL)).aggregate();
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
                new Aggregate.Release(
                    "7.18.1",
                    ReleaseStage.CANARY,
                    12.5,
                    Instant.parse("2026-03-02T16:30:00Z"),
                    Instant.parse("2026-03-02T16:31:00Z"),
                    "7.17.4",
                    "d-99"),
                new Aggregate.Cohort("android", "pixel-8", "EU", "de-DE", "gold", "returning"),
                new Aggregate.Cluster(
                    "c-1",
                    List.of("payment_failure", "app_crash"),
                    0.92,
                    "cards fail 💳",
                    "a null in the gateway",
                    0.4,
                    true),
                new Aggregate.Volume(120, 130L, 50.5, 14.0, 168.0),
                new Aggregate.Sentiment(-0.6, 0.8, 0.35, 2.6),
                Map.of(
                    "errorRate",
                    new Aggregate.Metric(
                        0.05, 0.01, Instant.parse("2026-03-02T17:00:00Z"), MetricState.PRESENT),
                    "traffic",
                    new Aggregate.Metric(null, null, null, null)),
                new Aggregate.Business(new Aggregate.Money(240_000, "EUR"), 380L, 9L, 77L, 12L),
                new Aggregate.Exposure(
                    "production",
                    List.of(new Aggregate.Flag("new-checkout", "on")),
                    new Aggregate.Experiment("one-page", "B", 5.0)),
                List.of(
                    new Aggregate.Region("EU", 2.9, 90L), new Aggregate.Region("US", -1.4, 80L)),
                List.of(
                    new Aggregate.Evidence(
                        "rv-1",
                        "app_review",
                        1.0,
                        "en",
                        Instant.parse("2026-03-02T17:00:00Z"),
                        "card fails")),
                new Aggregate.Tests(SuiteResult.NOT_RUN, true, List.of("c-1")),
                new Aggregate.Lineage("sentiment-3", "triage-5", "run-7", "sha256:00")));
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
  void saysWhereTheJsonBreaks() {
    checkMalformed("", 1, 1, "there is no JSON at all");
    checkMalformed("  \n ", 1, 1, "there is no JSON at all");
    checkMalformed("{\n  \"a\": 1,\n}", 3, 1, "unexpected character ('}' (code 125))");
    checkMalformed("{\"a\": 1", 1, 8, "unexpected end-of-input");
    checkMalformed("{\"a\": 01}", 1, 8, "Leading zeroes not allowed");
    checkMalformed("{\"a\": +1}", 1, 8, "plus sign");
    checkMalformed("{\"a\": tru}", 1, 7, "unrecognized token 'tru'");
    checkMalformed("{'a': 1}", 1, 2, "was expecting double-quote");
    checkMalformed("{\"a\": \"\t\"}", 1, 8, "illegal unquoted character");
    checkMalformed("// no\n{}", 1, 1, "'/'");
    checkMalformed("\uFEFF{}", 1, 1, "code 65279");
  }

  @Test
  void refusesWhatFollowsTheDocument() {
    checkMalformed("{} {}", 1, 4, "something follows the document");
    checkMalformed("{}\n]", 2, 1, "unexpected close marker");
  }

  @Test
  void refusesNanAndInfinity() {
    checkMalformed("{\"a\":\n NaN}", 2, 2, "NaN and Infinity are not JSON");
    checkMalformed("{\"a\": Infinity}", 1, 7, "NaN and Infinity are not JSON");
    checkMalformed("{\"a\": -Infinity}", 1, 7, "NaN and Infinity are not JSON");
  }

  @Test
  void refusesADuplicateKeyByItsName() {
    checkMalformed("{\"a\": 1,\n \"b\": {\"c\": 1, \"c\": 2}}", 2, 16, "key `c` stands twice");
    checkMalformed("{\"a\": null, \"\\u0061\": null}", 1, 13, "key `a` stands twice");
  }

  @Test
  void refusesDeepNesting() {
    String lists = "[".repeat(31);
    check(
        "/aggregateId wrong-type",
        a -> a.set("aggregateId", JsonReader.read(lists + "]".repeat(31))));
    checkMalformed("{\"a\":" + lists + "[" + "]".repeat(32) + "}", 1, 37, "nested deeper than 32");
    checkMalformed("[".repeat(1_000_000), 1, 33, "nested deeper than 32");
    checkMalformed("{\"a\":".repeat(1_000_000), 1, 161, "nested deeper than 32");
  }

  @Test
  void refusesInvalidUtf8() {
    checkMalformed(new byte[] {'{', '"', (byte) 0xff, '"'}, 1, 3, "byte 0xff is not valid UTF-8");
    checkMalformed(new byte[] {'[', '\n', '"', (byte) 0xc3, '('}, 2, 2, "byte 0xc3 is not valid");
    // A surrogate written as if it were a character, and an overlong slash.
    checkMalformed(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80}, 1, 2, "byte 0xed");
    checkMalformed(new byte[] {'"', (byte) 0xc0, (byte) 0xaf}, 1, 2, "byte 0xc0");
    checkMalformed(new byte[] {'"', (byte) 0xe2, (byte) 0x82}, 1, 2, "byte 0xe2");
  }

  @Test
  void takesTheReplacementCharacterWhereItWasSent() {
    assertThat(read(Samples.full().put("aggregateId", "a\uFFFDb")).aggregate().aggregateId())
        .isEqualTo("a\uFFFDb");
  }

  @Test
  void refusesAMillionCharacterText() {
    String text = "{\"evidence\":[{\"text\":\"" + "a".repeat(1_000_000) + "\"}]}";
    assertThat(malformed(Samples.utf8(text)).detail()).contains("of more than 100,000 characters");
    check(
        "/evidence/0/text too-long",
        a -> ((ObjectNode) a.at("/evidence/0")).put("text", "a".repeat(99_000)));
  }

  @Test
  void refusesNumbersThatAreTooLong() {
    assertThat(malformed(Samples.utf8("{\"a\":" + "9".repeat(201) + "}")).detail())
        .contains("a number of more than 200");
  }

  @Test
  void refusesTenMegabytesOfUnknownFieldsInShort() {
    StringBuilder body = new StringBuilder("{");
    for (int i = 0; body.length() < 10_000_000; i++) {
      body.append("\"field").append(i).append("\":").append(i).append(',');
    }
    body.setCharAt(body.length() - 1, '}');
    ServiceException refusal = refused(Samples.utf8(body.toString()));
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_AGGREGATE);
    assertThat(refusal.violations()).hasSize(1_000);
    assertThat(refusal.detail()).startsWith("at least 1000 violations");
  }

  @Test
  void refusesNumbersBeyondEveryDouble() {
    String huge = Samples.FULL.replace("\"confidence\":0.92", "\"confidence\":1e400");
    checkViolation(
        refused(Samples.utf8(huge)), "/cluster/confidence", "out-of-range", "from 0 to 1");
    String amount = Samples.FULL.replace("\"amount\":240000", "\"amount\":" + "9".repeat(200));
    checkViolation(
        refused(Samples.utf8(amount)),
        "/business/revenueAtRisk/amount",
        "out-of-range",
        "from 0 to 9007199254740991 currency units");
  }

  @Test
  void namesTheNearestKnownField() {
    checkDetail(
        "/aggregatId unknown-field", "did you mean `aggregateId`?", a -> a.put("aggregatId", 1));
    checkDetail(
        "/release/Stage unknown-field",
        "did you mean `stage`?",
        a -> ((ObjectNode) a.get("release")).put("Stage", "CANARY"));
    checkDetail("/xyzzy unknown-field", "leave it out", a -> a.put("xyzzy", 1));
    checkDetail("/a~1b~0c unknown-field", "`a/b~c` is not a field", a -> a.put("a/b~c", 1));
    checkDetail(
        "/telemetry/errorRate/valeu unknown-field",
        "did you mean `value`?",
        a -> ((ObjectNode) a.at("/telemetry/errorRate")).put("valeu", 1));
  }

  @Test
  void namesTheNearestAllowedWord() {
    checkDetail(
        "/release/stage not-in-list",
        "did you mean `CANARY`?",
        a -> ((ObjectNode) a.get("release")).put("stage", "canary"));
    checkDetail(
        "/source/trust not-in-list",
        "use one of `HIGH`, `MEDIUM`, `LOW`",
        a -> ((ObjectNode) a.get("source")).put("trust", "unlimited"));
    checkDetail(
        "/specVersion not-in-list", "did you mean `1.0`?", a -> a.put("specVersion", "1.1"));
    checkDetail(
        "/telemetry/errorRate/state not-in-list",
        "use one of `PRESENT`, `BROKEN`",
        a -> ((ObjectNode) a.at("/telemetry/errorRate")).put("state", "STALE"));
  }

  @Test
  void refusesWrongTypes() {
    checkDetail(
        "/aggregateId wrong-type",
        "a number where there should be text",
        a -> a.put("aggregateId", 7));
    checkDetail(
        "/volume wrong-type", "a list where there should be an object", a -> a.putArray("volume"));
    checkDetail(
        "/evidence wrong-type",
        "an object where there should be a list",
        a -> a.putObject("evidence"));
    checkDetail(
        "/evidence/0 wrong-type",
        "null where there should be an object",
        a -> a.putArray("evidence").addNull());
    checkDetail(
        "/cluster/actionable wrong-type",
        "text where there should be true or false",
        a -> ((ObjectNode) a.get("cluster")).put("actionable", "true"));
    checkDetail(
        "/volume/count wrong-type",
        "text where there should be a number",
        a -> ((ObjectNode) a.get("volume")).put("count", "120"));
    checkDetail(
        "/window/start wrong-type",
        "a number where there should be a date-time",
        a -> ((ObjectNode) a.get("window")).put("start", 1_772_000_000));
    for (String body : List.of("[]", "1", "\"a\"", "null", "true")) {
      checkViolation(refused(Samples.utf8(body)), "", "wrong-type", "an aggregate is an object");
    }
  }

  @Test
  void refusesNumbersOutOfRangeWithTheRangeAndItsUnit() {
    checkDetail(
        "/release/rolloutPercent out-of-range",
        "must be from 0 to 100 percent",
        a -> ((ObjectNode) a.get("release")).put("rolloutPercent", 101));
    checkDetail(
        "/volume/count out-of-range",
        "must be from 0 to 9007199254740991 complaints",
        a -> ((ObjectNode) a.get("volume")).put("count", -1));
    checkDetail(
        "/volume/count not-a-whole-number",
        "`1.5` has a fraction",
        a -> ((ObjectNode) a.get("volume")).put("count", 1.5));
    checkDetail(
        "/revision out-of-range",
        "must be from 0 to 2147483647",
        a -> a.put("revision", 2147483648L));
  }

  @Test
  void refusesAWindowThatEndsBeforeItStarts() {
    checkWindow("2026-03-02T18:00:00Z", "2026-03-01T18:00:00Z", "window-ends-before-it-starts");
    checkWindow("2026-03-02T18:00:00Z", "2026-03-02T18:00:00Z", "window-ends-before-it-starts");
    checkWindow(
        "2026-03-02T18:00:00+01:00", "2026-03-02T17:00:00Z", "window-ends-before-it-starts");
    checkWindow("2024-01-01T00:00:00Z", "2025-01-01T00:00:00.1Z", "out-of-range");
    ObjectNode longest = Samples.full();
    longest
        .putObject("window")
        .put("start", "2024-01-01T00:00:00Z")
        .put("end", "2025-01-01T00:00:00Z");
    assertThat(read(longest).aggregate().window().length().toDays()).isEqualTo(366);
  }

  @Test
  void refusesDatesThatNameNoMoment() {
    for (String date :
        List.of("2026-03-02", "2026-03-02T18:00:00", "yesterday", "2026-02-30T00:00:00Z")) {
      checkDetail(
          "/window/end bad-format",
          "is not an RFC 3339 date-time with an offset",
          a -> ((ObjectNode) a.get("window")).put("end", date));
    }
    checkDetail(
        "/release/deployedAt out-of-range",
        "must be from year 2000 to 2099",
        a -> ((ObjectNode) a.get("release")).put("deployedAt", "1970-01-01T00:00:00Z"));
  }

  @Test
  void refusesALoneSurrogate() {
    for (String half : List.of("\\ud800", "\\udc00", "x\\ud83dx", "\\udcb3\\ud83d")) {
      String body = Samples.FULL.replace("card fails", half);
      checkViolation(refused(Samples.utf8(body)), "/evidence/0/text", "lone-surrogate", "half");
    }
    String key = Samples.FULL.replace("\"traffic\"", "\"\\ud800\"");
    assertThat(malformed(Samples.utf8(key)).detail()).contains("surrogate pair in field name");
    String pair = Samples.FULL.replace("card fails", "\\ud83d\\udcb3");
    assertThat(READER.read(Samples.utf8(pair)).aggregate().evidence().getFirst().text())
        .isEqualTo("💳");
  }

  @Test
  void refusesTwoHundredCategories() {
    ArrayNode many = NODES.arrayNode();
    for (int i = 0; i < 200; i++) {
      many.add("category_" + i);
    }
    checkDetail(
        "/cluster/categories too-many",
        "200 entries: send at most 16",
        a -> ((ObjectNode) a.get("cluster")).set("categories", many));
    check("/cluster/categories empty", a -> ((ObjectNode) a.get("cluster")).putArray("categories"));
    check(
        "/cluster/categories/1 duplicate-item",
        a -> ((ObjectNode) a.get("cluster")).putArray("categories").add("bug").add("bug"));
  }

  @Test
  void refusesTextsThatBreakTheirForm() {
    check("/aggregateId empty", a -> a.put("aggregateId", ""));
    check("/aggregateId too-long", a -> a.put("aggregateId", "a".repeat(201)));
    checkDetail(
        "/aggregateId bad-format", "`a\\u000ab` does not match", a -> a.put("aggregateId", "a\nb"));
    checkDetail("/surface bad-format", "[a-z][a-z0-9_]*", a -> a.put("surface", "Checkout"));
    check(
        "/exposure/environment empty",
        a -> ((ObjectNode) a.get("exposure")).put("environment", ""));
    // PostgreSQL cannot store it, neither as text nor as JSON.
    checkDetail(
        "/evidence/0/text bad-format",
        "any character but U+0000",
        a -> ((ObjectNode) a.at("/evidence/0")).put("text", "a\0b"));
    check("/telemetry/1st bad-format", a -> ((ObjectNode) a.get("telemetry")).putObject("1st"));
  }

  @Test
  void namesEveryViolationAtOnce() {
    ServiceException refusal =
        refused(
            Samples.utf8(
                """
                {"specVersion": 1, "aggregateId": "", "product": "Shop", "surfac": "cart",
                 "cluster": {"categories": [], "confidence": 2},
                 "volume": {"count": 1.5}, "telemetry": {"a b": {}, "x": 1},
                 "evidence": [{"at": "now"}]}
                """));
    assertThat(refusal.violations())
        .extracting(violation -> violation.pointer() + " " + violation.code())
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
  void writesMessagesAsPeopleReadThem() {
    ObjectNode wrong = Samples.full();
    wrong.fieldNames().forEachRemaining(name -> wrong.put(name, "\n." + "x".repeat(500)));
    for (Violation violation : refused(Samples.utf8(wrong.toString())).violations()) {
      assertThat(violation.detail()).doesNotContain("\n").doesNotEndWith(".").hasSizeLessThan(200);
      assertThat(Character.isUpperCase(violation.detail().charAt(0))).isFalse();
    }
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
    return READER.read(Samples.utf8(aggregate.toString()));
  }

  private static String digest(String aggregate) {
    return HexFormat.of().formatHex(READER.read(Samples.utf8(aggregate)).digest());
  }

  private static Aggregate.@Nullable Metric metric(String json) {
    ObjectNode aggregate = Samples.full();
    aggregate.putObject("telemetry").set("errorRate", JsonReader.read(json));
    return read(aggregate).aggregate().telemetry().get("errorRate");
  }

  /// One change, one violation: `pointer code`.
  private static void check(String expected, Consumer<ObjectNode> change) {
    checkDetail(expected, "", change);
  }

  private static void checkDetail(String expected, String detail, Consumer<ObjectNode> change) {
    ObjectNode aggregate = Samples.full();
    change.accept(aggregate);
    int cut = expected.lastIndexOf(' ');
    checkViolation(
        refused(Samples.utf8(aggregate.toString())),
        expected.substring(0, cut),
        expected.substring(cut + 1),
        detail);
  }

  private static void checkWindow(String start, String end, String code) {
    check("/window " + code, a -> a.putObject("window").put("start", start).put("end", end));
  }

  private static void checkViolation(
      ServiceException refusal, String pointer, String code, String detail) {
    assertThat(refusal.code()).as(refusal.detail()).isEqualTo(ErrorCode.INVALID_AGGREGATE);
    assertThat(refusal.violations()).hasSize(1);
    Violation violation = refusal.violations().getFirst();
    assertThat(violation.pointer() + " " + violation.code()).isEqualTo(pointer + " " + code);
    assertThat(violation.detail()).contains(detail);
  }

  private static void checkMalformed(String body, int line, int column, String detail) {
    checkMalformed(body.getBytes(StandardCharsets.UTF_8), line, column, detail);
  }

  private static void checkMalformed(byte[] body, int line, int column, String detail) {
    ServiceException refusal = malformed(body);
    assertThat(refusal.detail()).contains(detail).doesNotContain("\n").doesNotEndWith(".");
    assertThat(refusal.members()).isEqualTo(Map.of("line", line, "column", column));
  }

  private static ServiceException malformed(byte[] body) {
    ServiceException refusal = refused(body);
    assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED_JSON);
    return refusal;
  }

  private static ServiceException refused(byte[] body) {
    return catchThrowableOfType(ServiceException.class, () -> READER.read(body));
  }
}
