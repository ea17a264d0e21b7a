package dev.ombud.ground.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Violation;
import dev.ombud.ground.base.ViolationCode;
import dev.ombud.ground.domain.Aggregate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Goal: every field that contract 1.1 brought is taken up to its limits and refused beyond them,
/// by its place and with what to do; and none of them gets into an aggregate of contract 1.0.
/// Method: one change at a time to an aggregate that has them all.
final class LaterContractTest {
  private static final AggregateReader READER = new AggregateReader();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Test
  void readsEveryField() {
    Aggregate read = read(Samples.later());
    assertThat(read.specVersion()).isEqualTo("1.1");
    assertThat(read.upstream()).isEqualTo(new Aggregate.Upstream("P2", "high", "DISABLE_FLAG"));
    assertThat(read.entities())
        .isEqualTo(
            new Aggregate.Entities(
                "express checkout",
                "payment-gateway",
                "card_declined",
                List.of("4006381333931", "SKU-7")));
    assertThat(read.cohort().browser()).isEqualTo("Firefox");
    assertThat(read.cohort().os()).isEqualTo("Android 15");
    assertThat(read.cohort().fulfilmentCentre()).isEqualTo("LEJ-2");
    assertThat(read.cluster().subCategories()).containsExactly("card_authorization");
    assertThat(read.cluster().keyPhrases())
        .containsExactly("card authorization", "won't go through");
    assertThat(read.volume().total()).isEqualTo(190);
    assertThat(read.volume().trend()).isEqualTo(new Aggregate.Trend(12.5, -3.0));
    assertThat(read.sentiment().meanRating()).isEqualTo(1.4);
    assertThat(read.business().lifetimeValue()).isEqualTo(new Aggregate.Money(90_000, "EUR"));
    assertThat(read.business().adoption()).isEqualTo(0.4);
    assertThat(read.evidence().getFirst().spans())
        .containsExactly(new Aggregate.Span(5, 10, "symptom"), new Aggregate.Span(0, 4, null));
    assertThat(read.evidence().getFirst().labels()).containsExactly("payment", "crash");
    assertThat(read.tests().coverage()).isEqualTo(0.81);
    assertThat(read.ingestedAt()).isEqualTo(Instant.parse("2026-03-02T18:05:00Z"));
    assertThat(read.variables()).containsExactly("PAYMENT_GATEWAY", "_RETRIES");
    readsWhatStandsAround(read);
  }

  private static void readsWhatStandsAround(Aggregate read) {
    assertThat(read.correlation())
        .isEqualTo(
            new Aggregate.Correlation(
                List.of("req-8f3a", "req-8f3b"), List.of("s-77"), List.of("E1042")));
    assertThat(read.order())
        .isEqualTo(
            new Aggregate.OrderContext(
                List.of("100-1"), new Aggregate.Money(310.5, "EUR"), 4L, "card", "SPRING"));
    assertThat(read.links())
        .containsExactly(
            new Aggregate.Link(
                "https://grafana.example.com/d/checkout?from=now-6h#panel",
                "Checkout",
                "dashboard"),
            new Aggregate.Link("https://logs.example.com:8443/%7Eapp", null, null));
  }

  @Test
  void needsNoneOfThem() {
    Aggregate bare = read(Samples.full().put("specVersion", "1.1"));
    Aggregate first = read(Samples.full());
    assertThat(bare.upstream()).isEqualTo(first.upstream()).isEqualTo(Aggregate.Upstream.SILENT);
    assertThat(bare.entities()).isEqualTo(Aggregate.Entities.NONE);
    assertThat(bare.correlation()).isEqualTo(Aggregate.Correlation.NONE);
    assertThat(bare.order()).isNull();
    assertThat(bare.volume().share()).isNull();
    assertThat(bare.links()).isEmpty();
    assertThat(bare.variables()).isEmpty();
  }

  @Test
  void refusesEachInContractOneByNameAndSaysWhatToDo() {
    List<String> known = Places.of(Samples.full());
    int refused = 0;
    for (String pointer : Places.of(Samples.later())) {
      String parent = pointer.substring(0, pointer.lastIndexOf('/'));
      if (!known.contains(pointer) && (parent.isEmpty() || known.contains(parent))) {
        for (JsonNode value : List.of(Samples.later().at(pointer), NODES.nullNode())) {
          ObjectNode aggregate = Samples.full();
          Places.put(aggregate, pointer, value);
          String name = pointer.substring(pointer.lastIndexOf('/') + 1);
          check(
              aggregate,
              pointer + " unknown-field",
              "`%s` is a field of contract 1.1: send it with specVersion `1.1`, or leave it out"
                  .formatted(name));
          refused++;
        }
      }
    }
    assertThat(refused).as("places, with a value and with null").isEqualTo(2 * 25);
  }

  @Test
  void saysAllOfItAtOnceWhereAWholeAggregateHasTheWrongVersion() {
    ServiceException refusal = Refusals.of(Samples.later().put("specVersion", "1.0").toString());
    assertThat(refusal.violations()).hasSize(25);
    assertThat(refusal.violations())
        .extracting(Violation::code)
        .containsOnly(ViolationCode.UNKNOWN_FIELD);
  }

  @Test
  void refusesFewerCommentsThanComplaints() {
    check(
        with("/volume/total", NODES.numberNode(119)),
        "/volume/total contradiction",
        "`total` is 119 and `count` is 120");
    ObjectNode none = with("/volume/total", NODES.numberNode(0));
    Places.put(none, "/volume/count", NODES.numberNode(0));
    assertThat(read(none).volume().share()).as("of nothing, there is no share").isNull();
    assertThat(read(with("/volume/total", NODES.numberNode(120))).volume().share()).isEqualTo(1);
  }

  @Test
  void refusesSpansOutsideTheirText() {
    span(0, 10, "");
    span(9, 10, "");
    span(0, 11, "`to` is 11 and the `text` has 10 characters");
    span(5, 5, "`to` is 5 and `from` is 5");
    span(6, 5, "`to` is 5 and `from` is 6");
    ObjectNode emoji = withSpan(1, 3);
    Places.put(emoji, "/evidence/0/text", text("a💳💳"));
    read(emoji);
    Places.put(emoji, "/evidence/0/text", text("a💳"));
    check(emoji, "/evidence/0/spans/0/to contradiction", "the `text` has 2 characters");
    ObjectNode many = Samples.later();
    ArrayNode spans = NODES.arrayNode();
    for (int i = 0; i < 11; i++) {
      spans.addObject().put("from", 0).put("to", 1);
    }
    Places.put(many, "/evidence/0/spans", spans);
    check(many, "/evidence/0/spans too-many", "11 entries: send at most 10");
    check(
        with("/evidence/0/spans/1/to", NODES.numberNode(10_001)),
        "/evidence/0/spans/1/to out-of-range",
        "from 0 to 10000 characters");
  }

  @Test
  void takesSpansOfATextThatIsNotThere() {
    ObjectNode kept = withSpan(0, 9_000);
    Places.remove(kept, "/evidence/0/text");
    assertThat(read(kept).evidence().getFirst().spans()).hasSize(1);
  }

  private static void span(int from, int to, String refusal) {
    if (refusal.isEmpty()) {
      read(withSpan(from, to));
    } else {
      check(withSpan(from, to), "/evidence/0/spans/0/to contradiction", refusal);
    }
  }

  private static ObjectNode withSpan(int from, int to) {
    ArrayNode spans = NODES.arrayNode();
    spans.addObject().put("from", from).put("to", to);
    return with("/evidence/0/spans", spans);
  }

  @Test
  void takesVariablesByName() {
    String pointer = "/environment";
    read(with(pointer, variables(50)));
    check(with(pointer, variables(51)), pointer + " too-many", "51 entries: send at most 50");
    read(with(pointer, NODES.objectNode().put("A".repeat(100), "a".repeat(1_000))));
    check(
        with(pointer, NODES.objectNode().put("A".repeat(101), "a")),
        pointer + "/" + "A".repeat(101) + " too-long",
        "at most 100");
    check(
        with(pointer, NODES.objectNode().put("A", "a".repeat(1_001))),
        pointer + "/A too-long",
        "at most 1000");
    check(
        with(pointer, NODES.objectNode().put("1A", "a")), pointer + "/1A bad-format", "[a-zA-Z_]");
    check(with(pointer, NODES.objectNode().put("A", 1)), pointer + "/A wrong-type", "a number");
    check(
        with(pointer, NODES.objectNode().set("A", NODES.objectNode().put("B", "c"))),
        pointer + "/A wrong-type",
        "an object where there should be text");
    assertThat(read(with(pointer, NODES.objectNode().putNull("A"))).variables()).isEmpty();
  }

  @Test
  void takesMomentsLateAndEarlyAndRefusesWhatIsNone() {
    for (String at :
        List.of("2000-01-01T00:00:00Z", "2026-03-01T17:00:00Z", "2099-01-01T00:00:00Z")) {
      assertThat(read(with("/ingestedAt", text(at))).ingestedAt()).isEqualTo(Instant.parse(at));
    }
    check(with("/ingestedAt", text("yesterday")), "/ingestedAt bad-format", "RFC 3339");
    check(with("/ingestedAt", NODES.numberNode(1)), "/ingestedAt wrong-type", "in quotes");
    check(
        with("/ingestedAt", text("2100-01-01T00:00:00Z")), "/ingestedAt out-of-range", "from year");
  }

  @Test
  void refusesLinksThatLeadAstray() {
    for (String url :
        List.of(
            "http://example.com",
            "javascript:alert(1)",
            "https://user:secret@example.com/",
            "https://example.com/a b",
            "https://example.com/" + "a".repeat(1_981))) {
      ServiceException refusal = Refusals.of(with("/links/0/url", text(url)).toString());
      assertThat(refusal.violations().getFirst().detail()).doesNotContain("secret", url);
      assertThat(refusal.violations())
          .extracting(Violation::pointer)
          .containsExactly("/links/0/url");
    }
    check(with("/links/0", NODES.objectNode()), "/links/0 missing-field", "`url` is missing");
    ArrayNode many = NODES.arrayNode();
    for (int i = 0; i < 21; i++) {
      many.addObject().put("url", "https://example.com/" + i);
    }
    check(with("/links", many), "/links too-many", "21 entries: send at most 20");
  }

  @Test
  void refusesUnknownFieldsByNameAndNamesTheNearest() {
    nearest("/severty", "severity");
    nearest("/skus", "sku");
    nearest("/cohort/browsr", "browser");
    nearest("/volume/totals", "total");
    nearest("/volume/trend/velocty", "velocity");
    nearest("/correlation/requestId", "requestIds");
    nearest("/orderContext/orderId", "orderIds");
    nearest("/links/0/uri", "url");
    nearest("/evidence/0/span", "spans");
    nearest("/evidence/0/spans/0/form", "from");
    nearest("/tests/coverag", "coverage");
  }

  private static void nearest(String pointer, String meant) {
    ObjectNode aggregate = Samples.later();
    Places.put(aggregate, pointer, text("x"));
    check(aggregate, pointer + " unknown-field", "did you mean `" + meant + "`?");
  }

  @Test
  void refusesHalfACharacterAndTheSameKeyTwice() {
    for (String part :
        List.of("card_declined", "req-8f3a", "won't go through", "Checkout\"", "eu-1")) {
      String half = Samples.LATER.replace(part, part.endsWith("\"") ? "\\ud83d\"" : "\\ud83d");
      assertThat(Refusals.of(half).violations())
          .as(part)
          .extracting(Violation::code)
          .containsExactly(ViolationCode.LONE_SURROGATE);
    }
    String twice = Samples.LATER.replace("\"items\":4", "\"items\":4,\"items\":5");
    assertThat(Refusals.malformed(twice).detail()).contains("`items` stands twice");
    String deep =
        Samples.LATER.replace("\"items\":4", "\"items\":" + "[".repeat(40) + "]".repeat(40));
    assertThat(Refusals.malformed(deep).detail()).contains("nested deeper than 32 levels");
  }

  static ObjectNode with(String pointer, JsonNode value) {
    ObjectNode aggregate = Samples.later();
    Places.put(aggregate, pointer, value);
    return aggregate;
  }

  private static JsonNode text(String text) {
    return NODES.textNode(text);
  }

  private static ObjectNode variables(int count) {
    ObjectNode variables = NODES.objectNode();
    for (int i = 0; i < count; i++) {
      variables.put("V" + i, "a");
    }
    return variables;
  }

  static Aggregate read(JsonNode aggregate) {
    try {
      return READER.readAggregate(Samples.utf8(aggregate.toString()));
    } catch (ServiceException e) {
      throw new AssertionError(e.detail() + " in " + aggregate, e);
    }
  }

  static void check(ObjectNode aggregate, String expected, String detail) {
    ServiceException refusal = Refusals.of(aggregate.toString());
    assertThat(refusal).as("taken: " + expected).isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_AGGREGATE);
    List<String> found = new ArrayList<>();
    refusal.violations().forEach(each -> found.add(each.pointer() + " " + each.code().code()));
    assertThat(found).as(refusal.detail()).containsExactly(expected);
    assertThat(refusal.violations().getFirst().detail()).contains(detail);
  }
}
