package dev.ombud.ground.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Violation;
import dev.ombud.ground.domain.Aggregate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Goal: every way to break the contract has a message that says what to mend. Method: one change
/// at a time to an aggregate with every field, and one violation for it.
final class AggregateBlockTest {
  private static final AggregateReader READER = new AggregateReader();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Test
  void refusesNumbersBeyondEveryDouble() {
    String huge = Samples.FULL.replace("\"confidence\":0.92", "\"confidence\":1e400");
    checkViolation(Refusals.of(huge), "/cluster/confidence", "out-of-range", "from 0 to 1");
    String amount = Samples.FULL.replace("\"amount\":240000", "\"amount\":" + "9".repeat(200));
    checkViolation(
        Refusals.of(amount),
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
    for (String version : List.of("1.2", "1", "2.0", "1.1.0", " 1.1", "one")) {
      checkDetail(
          "/specVersion not-in-list",
          "`" + version + "` is not taken here: use one of `1.0`, `1.1`",
          a -> a.put("specVersion", version));
    }
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
      checkViolation(Refusals.of(body), "", "wrong-type", "an aggregate is an object");
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
    assertThat(read(longest).window().length().toDays()).isEqualTo(366);
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
  void looksAtTheMomentAndNotAtTheYearAsWritten() {
    for (String outside : List.of("2000-01-01T00:30:00+01:00", "2099-12-31T23:30:00-01:00")) {
      checkDetail(
          "/release/deployedAt out-of-range",
          "must be from year 2000 to 2099 in UTC",
          a -> ((ObjectNode) a.get("release")).put("deployedAt", outside));
    }
    for (String inside : List.of("1999-12-31T23:30:00-01:00", "2100-01-01T00:30:00+01:00")) {
      ObjectNode aggregate = Samples.full();
      ((ObjectNode) aggregate.get("release")).put("deployedAt", inside);
      assertThat(Objects.requireNonNull(read(aggregate).release()).deployedAt())
          .isEqualTo(OffsetDateTime.parse(inside).toInstant());
    }
  }

  @Test
  void refusesALoneSurrogate() {
    for (String half : List.of("\\ud800", "\\udc00", "x\\ud83dx", "\\udcb3\\ud83d")) {
      String body = Samples.FULL.replace("card fails", half);
      checkViolation(Refusals.of(body), "/evidence/0/text", "lone-surrogate", "half");
    }
    String key = Samples.FULL.replace("\"traffic\"", "\"\\ud800\"");
    assertThat(Refusals.malformed(key).detail()).contains("surrogate pair in field name");
    String pair = Samples.FULL.replace("card fails", "\\ud83d\\udcb3");
    assertThat(READER.read(Samples.utf8(pair), UnaryOperator.identity()).texts().getFirst().text())
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
  void refusesAMillionCharacterText() {
    String text = "{\"evidence\":[{\"text\":\"" + "a".repeat(1_000_000) + "\"}]}";
    assertThat(Refusals.malformed(text).detail()).contains("of more than 100,000 characters");
    check(
        "/evidence/0/text too-long",
        a -> ((ObjectNode) a.at("/evidence/0")).put("text", "a".repeat(99_000)));
  }

  @Test
  void writesMessagesAsPeopleReadThem() {
    ObjectNode wrong = Samples.full();
    wrong.fieldNames().forEachRemaining(name -> wrong.put(name, "\n." + "x".repeat(500)));
    for (Violation violation : Refusals.of(wrong.toString()).violations()) {
      assertThat(violation.detail()).doesNotContain("\n").doesNotEndWith(".").hasSizeLessThan(200);
      assertThat(Character.isUpperCase(violation.detail().charAt(0))).isFalse();
    }
  }

  @Test
  void writesTheSummaryOnOneLine() {
    ServiceException refusal = Refusals.of(Samples.full().put("a\nb", 1).toString());
    assertThat(refusal.detail()).startsWith("1 violation, the first at `/a\\u000ab`: ");
    assertThat(refusal.violations().getFirst().pointer()).isEqualTo("/a\nb");
  }

  private static Aggregate read(ObjectNode aggregate) {
    return READER.read(Samples.utf8(aggregate.toString()), UnaryOperator.identity()).aggregate();
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
        Refusals.of(aggregate.toString()),
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
    assertThat(violation.pointer() + " " + violation.code().code()).isEqualTo(pointer + " " + code);
    assertThat(violation.detail()).contains(detail);
  }
}
