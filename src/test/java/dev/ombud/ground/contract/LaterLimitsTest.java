package dev.ombud.ground.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.base.Violation;
import dev.ombud.ground.base.ViolationCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Goal: each text, list and number of contract 1.1 is taken up to its limit, and refused beyond it
/// with the limit.
final class LaterLimitsTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final double MOST = 9_007_199_254_740_991.0;

  /// Texts on one line, and how long each may be.
  private static final String[][] TEXTS = {
    {"/severity", "64"},
    {"/urgency", "64"},
    {"/recommendedAction", "200"},
    {"/feature", "100"},
    {"/component", "100"},
    {"/errorType", "200"},
    {"/cohort/browser", "100"},
    {"/cohort/os", "100"},
    {"/cohort/fulfilmentCentre", "100"},
    {"/orderContext/paymentMethod", "100"},
    {"/orderContext/promotion", "100"},
    {"/links/0/title", "200"},
    {"/evidence/0/spans/0/label", "100"},
  };

  /// Lists of distinct texts: how many, and how long each may be.
  private static final String[][] LISTS = {
    {"/sku", "50", "100"},
    {"/cluster/keyPhrases", "20", "100"},
    {"/cluster/subCategories", "16", "64"},
    {"/correlation/requestIds", "20", "200"},
    {"/correlation/sessionIds", "20", "200"},
    {"/correlation/errorCodes", "20", "100"},
    {"/orderContext/orderIds", "20", "200"},
    {"/evidence/0/labels", "16", "100"},
  };

  @Test
  void takesTextsUpToTheirLengthAndOfOneLine() {
    for (String[] each : TEXTS) {
      int most = Integer.parseInt(each[1]);
      String pointer = each[0];
      read(with(pointer, NODES.textNode("💳".repeat(most))));
      check(with(pointer, text("a".repeat(most + 1))), pointer + " too-long", "at most " + most);
      check(with(pointer, text("a\nb")), pointer + " bad-format", "no control characters");
      check(with(pointer, text("a\0")), pointer + " bad-format", "no control characters");
      check(with(pointer, text("")), pointer + " empty", "leave it out");
      check(with(pointer, NODES.numberNode(1)), pointer + " wrong-type", "a number where");
      read(with(pointer, NODES.nullNode()));
    }
  }

  @Test
  void takesListsUpToTheirLengthAndEachEntryOnce() {
    for (String[] each : LISTS) {
      String pointer = each[0];
      int most = Integer.parseInt(each[1]);
      int longest = Integer.parseInt(each[2]);
      read(with(pointer, entries(most)));
      check(with(pointer, entries(most + 1)), pointer + " too-many", "send at most " + most);
      check(with(pointer, entries(100_000)), pointer + " too-many", "100000 entries");
      read(with(pointer, NODES.arrayNode().add("a".repeat(longest))));
      check(
          with(pointer, NODES.arrayNode().add("a".repeat(longest + 1))),
          pointer + "/0 too-long",
          "at most " + longest);
      check(
          with(pointer, NODES.arrayNode().add("a").add("a")),
          pointer + "/1 duplicate-item",
          "stands here twice");
      check(with(pointer, text("a")), pointer + " wrong-type", "text where there should be a list");
      check(
          with(pointer, NODES.arrayNode().addNull()), pointer + "/0 wrong-type", "should be text");
      read(with(pointer, NODES.arrayNode()));
    }
  }

  @Test
  void takesNumbersWithinTheirBounds() {
    number("/volume/total", 120, MOST, true);
    number("/volume/trend/velocity", -MOST, MOST, false);
    number("/volume/trend/acceleration", -MOST, MOST, false);
    number("/sentiment/meanRating", 1, 5, false);
    number("/business/adoption", 0, 1, false);
    number("/business/lifetimeValue/amount", 0, MOST, false);
    number("/tests/coverage", 0, 1, false);
    number("/orderContext/items", 0, MOST, true);
    number("/orderContext/value/amount", 0, MOST, false);
    String huge = Samples.LATER.replace("\"adoption\":0.4", "\"adoption\":1e400");
    assertThat(Refusals.of(huge).violations())
        .extracting(Violation::code)
        .containsExactly(ViolationCode.OUT_OF_RANGE);
    for (String none : List.of("NaN", "Infinity", "-Infinity")) {
      assertThat(
              Refusals.malformed(Samples.LATER.replace("\"adoption\":0.4", "\"adoption\":" + none))
                  .detail())
          .contains("not JSON");
    }
  }

  private static void number(String pointer, double least, double most, boolean whole) {
    read(with(pointer, NODES.numberNode(least)));
    read(with(pointer, NODES.numberNode(most)));
    double below = Math.abs(least) > 1e15 ? least * 2 : Math.min(least, 0) - 0.5;
    check(with(pointer, NODES.numberNode(below)), pointer + " out-of-range", "must be from ");
    check(with(pointer, NODES.numberNode(most * 2)), pointer + " out-of-range", "must be from ");
    check(with(pointer, text("1")), pointer + " wrong-type", "text where there should be a number");
    if (whole) {
      check(with(pointer, NODES.numberNode(200.5)), pointer + " not-a-whole-number", "`200.5`");
    }
  }

  private static ArrayNode entries(int count) {
    ArrayNode entries = NODES.arrayNode();
    for (int i = 0; i < count; i++) {
      entries.add("w" + i);
    }
    return entries;
  }

  private static ObjectNode with(String pointer, JsonNode value) {
    return LaterContractTest.with(pointer, value);
  }

  private static JsonNode text(String text) {
    return NODES.textNode(text);
  }

  private static void read(ObjectNode aggregate) {
    LaterContractTest.read(aggregate);
  }

  private static void check(ObjectNode aggregate, String expected, String detail) {
    LaterContractTest.check(aggregate, expected, detail);
  }
}
