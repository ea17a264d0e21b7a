package dev.ombud.ground.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ombud.ground.json.AggregateLimits;
import dev.ombud.ground.json.JsonReader;
import dev.ombud.ground.text.SourceText;
import dev.ombud.record.texts.Masking;
import dev.ombud.testing.Property;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Goal: what may stand in the record for ever tells of nobody, can be read again, and says nothing
/// that is not so. Method: aggregates with an address in every place, and random ones.
@Tag("property")
final class SourceTextsTest {
  private static final AggregateReader READER = new AggregateReader();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Masking MASKING = Masking.usual();
  private static final String MAIL = "zaphod@heartofgold.example";

  @Test
  void keepsNoAddressThatStoodInAnyTextOfContractOneDotOne() {
    List<String> known = Places.of(Samples.full());
    int places = 0;
    for (String pointer : Places.of(Samples.later())) {
      if (known.contains(pointer) || !(Samples.later().at(pointer) instanceof TextNode)) {
        continue;
      }
      ObjectNode aggregate = Samples.later();
      boolean isWord = pointer.contains("subCategories") || pointer.endsWith("/kind");
      boolean isOther = pointer.endsWith("At") || pointer.endsWith("currency");
      if (isWord || isOther) {
        continue;
      }
      String sent =
          pointer.endsWith("/url") ? "https://example.com/?of=" + MAIL : "of " + MAIL + " here";
      Places.put(aggregate, pointer, NODES.textNode(sent));
      ReceivedAggregate received = read(aggregate);
      assertThat(kept(received)).as(pointer).doesNotContain("zaphod");
      assertThat(received.aggregate().toString()).as(pointer).doesNotContain("zaphod");
      if (!pointer.startsWith("/environment")) {
        assertThat(received.texts())
            .as(pointer)
            .anySatisfy(text -> {
              assertThat(text.path()).isEqualTo(pointer);
              assertThat(text.text()).isEqualTo(sent);
            });
      }
      places++;
    }
    assertThat(places).isGreaterThan(20);
  }

  @Test
  void masksTextsAndNamesTheKindInTheirPlace() {
    checkText("/errorType", "no mail to " + MAIL, "no mail to [email]");
    checkText("/feature", "card 4111 1111 1111 1111", "card [card]");
    checkText("/recommendedAction", "call +49 30 1234567", "call [phone]");
    checkText("/cluster/keyPhrases/1", "from 192.168.0.17", "from [ip]");
    checkText("/evidence/0/labels/0", MAIL, "[email]");
    checkText("/evidence/0/spans/0/label", MAIL, "[email]");
    checkText("/links/0/title", "Logs of " + MAIL, "Logs of [email]");
  }

  private static void checkText(String pointer, String sent, String shown) {
    ObjectNode aggregate = with(pointer, NODES.textNode(sent));
    assertThat(tree(read(aggregate)).at(pointer).textValue()).isEqualTo(shown);
  }

  @Test
  void leavesNumbersOfArticlesAndNamesOfCohortsAlone() {
    ObjectNode aggregate = Samples.later();
    Places.put(aggregate, "/sku", NODES.arrayNode().add("4006381333931").add("4111111111111111"));
    Places.put(aggregate, "/cohort/os", NODES.textNode("10.15.7.1"));
    JsonNode kept = tree(read(aggregate));
    assertThat(kept.at("/sku")).isEqualTo(aggregate.at("/sku"));
    assertThat(kept.at("/cohort")).isEqualTo(aggregate.at("/cohort"));
    checkText("/sku/0", "of " + MAIL, "of [email]");
    checkText("/cohort/browser", MAIL, "[email]");
  }

  @Test
  void putsAMaskInThePlaceOfAnId() {
    ReceivedAggregate received = read(Samples.later());
    JsonNode kept = tree(received);
    assertThat(kept.at("/correlation/requestIds").toString())
        .isEqualTo("[\"[request-1]\",\"[request-2]\"]");
    assertThat(kept.at("/correlation/sessionIds").toString()).isEqualTo("[\"[session-1]\"]");
    assertThat(kept.at("/orderContext/orderIds").toString()).isEqualTo("[\"[order-1]\"]");
    assertThat(kept.at("/correlation/errorCodes").toString()).isEqualTo("[\"E1042\"]");
    assertThat(received.texts())
        .filteredOn(text -> text.mask() != null)
        .extracting(text -> text.path() + " " + text.text() + " " + text.mask().shown())
        .containsExactly(
            "/correlation/requestIds/0 req-8f3a [request-1]",
            "/correlation/requestIds/1 req-8f3b [request-2]",
            "/correlation/sessionIds/0 s-77 [session-1]",
            "/orderContext/orderIds/0 100-1 [order-1]");
    assertThat(received.aggregate().correlation().requestIds())
        .containsExactly("[request-1]", "[request-2]");
  }

  @Test
  void keepsOnlyTheNamesOfVariables() {
    ObjectNode set = Samples.later();
    set.putObject("environment")
        .put("DATABASE_PASSWORD", "hunter2")
        .put("EMPTY", "")
        .put("USER_4111111111111111", "x")
        .putNull("NOTHING");
    ReceivedAggregate received = read(set);
    assertThat(tree(received).get("environment"))
        .isEqualTo(
            NODES
                .objectNode()
                .put("DATABASE_PASSWORD", "[value]")
                .put("EMPTY", "[value]")
                .putNull("NOTHING"));
    assertThat(received.aggregate().variables()).containsExactly("DATABASE_PASSWORD", "EMPTY");
    assertThat(received.texts().toString()).doesNotContain("environment");
    assertThat(received.texts()).extracting(SourceText::text).doesNotContain("hunter2");
  }

  @Test
  void cutsLinksBackToWhatTellsOfNobody() {
    checkLink("https://example.com/d/x?from=now-6h#p", "https://example.com/d/x?from=now-6h#p");
    checkLink("https://example.com/d/x?a=1#" + MAIL, "https://example.com/d/x?a=1");
    checkLink("https://example.com/d/x?of=" + MAIL + "#p", "https://example.com/d/x");
    checkLink("https://example.com/d/x?of=zaphod%40heartofgold.example", "https://example.com/d/x");
    checkLink("https://example.com/d/x?from=1709400000000", "https://example.com/d/x");
    checkLink("https://example.com:8443/of/" + MAIL, "https://example.com:8443");
    checkLink("https://example.com/%2B49%2030%201234567", "https://example.com");
    checkLink("https://10.0.0.1/logs", "https://masked.invalid");
  }

  private static void checkLink(String sent, String kept) {
    ReceivedAggregate received = read(with("/links/0/url", NODES.textNode(sent)));
    assertThat(tree(received).at("/links/0/url").textValue()).isEqualTo(kept);
    assertThat(received.aggregate().links().getFirst().url()).isEqualTo(kept);
    assertThat(received.texts().stream().map(SourceText::path).anyMatch("/links/0/url"::equals))
        .isEqualTo(!sent.equals(kept));
  }

  @Test
  void leavesOutWhatHasNoRoomForAMask() {
    UnaryOperator<String> own = text -> text.replace("secret", "[own]");
    ObjectNode aggregate =
        with("/cluster/subCategories", NODES.arrayNode().add("a_secret").add("b"));
    Places.put(aggregate, "/links/0/kind", NODES.textNode("secret"));
    ReceivedAggregate received = READER.read(Samples.utf8(aggregate.toString()), own);
    JsonNode kept = tree(received);
    assertThat(kept.at("/cluster/subCategories").toString()).isEqualTo("[\"b\"]");
    assertThat(kept.at("/links/0").has("kind")).isFalse();
    assertThat(received.texts())
        .extracting(SourceText::path)
        .contains("/cluster/subCategories/0", "/links/0/kind");
  }

  @Test
  void keepsWhatIsMaskedAlikeOnce() {
    ObjectNode aggregate = Samples.later();
    Places.put(
        aggregate,
        "/cluster/keyPhrases",
        NODES.arrayNode().add("a@example.org").add("pay").add("b@example.org"));
    ReceivedAggregate received = read(aggregate);
    assertThat(received.aggregate().cluster().keyPhrases()).containsExactly("[email]", "pay");
    assertThat(received.texts())
        .extracting(SourceText::path)
        .contains("/cluster/keyPhrases/0", "/cluster/keyPhrases/2");
  }

  @Test
  void takesWhatGrowsBeyondItsLimitByBeingMasked() {
    String mails = "a@b.co ".repeat(600).substring(0, 4_000);
    ReceivedAggregate received = read(with("/cluster/summary", NODES.textNode(mails)));
    assertThat(received.aggregate().cluster().summary())
        .hasSizeBetween(3_900, 4_000)
        .doesNotContain("@");
    String phrase = "a@b.co ".repeat(15).substring(0, 100);
    assertThat(
            read(with("/cluster/keyPhrases/0", NODES.textNode(phrase)))
                .aggregate()
                .cluster()
                .keyPhrases()
                .getFirst())
        .hasSizeBetween(50, 100)
        .doesNotContain("@");
  }

  @Test
  void movesSpansWithTheTextThatPeopleSee() {
    checkSpans("card fails", span(5, 10), "fails");
    checkSpans("mail a@example.org: card fails", span(25, 30), "fails");
    checkSpans("card fails, mail a@example.org", span(5, 10), "fails");
    checkSpans("💳 a@example.org 💳 fails", span(18, 23), "fails");
    checkSpans("mail a@example.org: card fails", span(5, 18));
    checkSpans("mail a@example.org: card fails", span(0, 30));
    checkSpans("mail a@example.org: card fails", span(7, 9));
    checkSpans("call 030 1234 567 890 now", span(9, 13));
    checkSpans("", span(0, 1));
    checkSpans("a@example.org: card fails, mail b@example.org", span(20, 25), "fails");
    checkSpans("a@example.org b@example.org fails", span(28, 33), "fails");
  }

  @Test
  void masksATextOnceHoweverManySpansItHas() {
    ObjectNode aggregate = with("/evidence/0/text", NODES.textNode("card fails, " + MAIL));
    ArrayNode spans = NODES.arrayNode();
    for (int i = 0; i < AggregateLimits.MAX_SPANS; i++) {
      spans.add(span(5, 10));
    }
    Places.put(aggregate, "/evidence/0/spans", spans);
    List<String> masked = new ArrayList<>();
    ReceivedAggregate _ =
        READER.read(
            Samples.utf8(aggregate.toString()),
            text -> {
              masked.add(text);
              return mask(text);
            });
    assertThat(masked).filteredOn(text -> text.startsWith("card fails")).hasSize(1);
  }

  /// @param seen what the spans that are left mark in the masked text
  private static void checkSpans(String text, ObjectNode span, String... seen) {
    ObjectNode aggregate = with("/evidence/0/text", NODES.textNode(text));
    Places.put(aggregate, "/evidence/0/spans", NODES.arrayNode().add(span));
    String masked = mask(text);
    List<String> marked = new ArrayList<>();
    for (var each : read(aggregate).aggregate().evidence().getFirst().spans()) {
      int start = masked.offsetByCodePoints(0, each.from());
      marked.add(
          masked.substring(start, masked.offsetByCodePoints(start, each.to() - each.from())));
    }
    assertThat(marked).as(text).containsExactly(seen);
  }

  private static ObjectNode span(int from, int to) {
    return NODES.objectNode().put("from", from).put("to", to);
  }

  @Test
  void readsWhatItKeptAndChangesNothingThen() {
    Property.forAll(
        SourceTextsTest::anyAggregate,
        aggregate -> {
          ReceivedAggregate first = read(aggregate);
          ReceivedAggregate again = READER.read(first.kept(), SourceTextsTest::mask);
          assertThat(kept(again)).isEqualTo(kept(first));
          assertThat(again.digest()).isEqualTo(first.digest());
          assertThat(again.aggregate()).isEqualTo(first.aggregate());
          assertThat(again.texts()).isEmpty();
          assertThat(READER.readAggregate(first.kept())).isEqualTo(first.aggregate());
          for (String pointer : Places.of(tree(first))) {
            checkMasked(pointer, tree(first).at(pointer));
          }
        });
  }

  private static void checkMasked(String pointer, JsonNode node) {
    boolean isName =
        pointer.startsWith("/sku")
            || pointer.startsWith("/cohort")
            || pointer.equals("/aggregateId");
    boolean isOfContractOne = Places.of(Samples.full()).contains(pointer);
    if (node.isTextual() && !isName && !isOfContractOne) {
      assertThat(mask(node.textValue())).as(pointer).isEqualTo(node.textValue());
    }
  }

  @Test
  void keepsTheSameBytesForTheSameContentHoweverItIsWritten() {
    Property.forAll(
        SourceTextsTest::anyAggregate,
        aggregate -> {
          byte[] pretty = Samples.utf8(aggregate.toPrettyString());
          assertThat(READER.read(pretty, SourceTextsTest::mask).digest())
              .isEqualTo(read(aggregate).digest());
        });
  }

  /// Any aggregate of contract 1.1 that is taken: some fields left out, texts with and without what
  /// has to be masked.
  private static ObjectNode anyAggregate(Random random, int size) {
    ObjectNode aggregate = Samples.later();
    List<String> known = Places.of(Samples.full());
    List<String> places = new ArrayList<>(Places.of(Samples.later()));
    places.removeAll(known);
    for (int i = 0; i < size / 4; i++) {
      String place = places.get(random.nextInt(places.size()));
      JsonNode there = aggregate.at(place);
      boolean isNeeded = place.matches(".*/(url|amount|currency|from|to|[0-9]+)");
      if (!there.isMissingNode() && !isNeeded) {
        Places.remove(aggregate, place);
      }
    }
    for (String place : places) {
      if (aggregate.at(place) instanceof ArrayNode array && array.path(0).isTextual()) {
        boolean isWord = place.endsWith("subCategories");
        array.removeAll();
        for (int i = 0; i < random.nextInt(1, 16); i++) {
          array.add(isWord ? "w" + i : i + phrase(random));
        }
      } else if (aggregate.at(place) instanceof TextNode && place.matches(FREE)) {
        Places.put(aggregate, place, NODES.textNode("x" + phrase(random)));
      }
    }
    if (aggregate.path("links").path(0) instanceof ObjectNode link && random.nextBoolean()) {
      String tail =
          Map.of(0, "?a=1709400000000", 1, "#b", 2, "/c%40d.example").get(random.nextInt(3));
      link.put("url", "https://example.com/x" + tail);
    }
    return aggregate;
  }

  private static final String FREE =
      "/(severity|urgency|recommendedAction|feature|component|errorType)|.*/(title|label|promotion|paymentMethod|browser|os)|/environment/.*";

  private static String phrase(Random random) {
    String[] parts = {
      " card", " a@b.co", " 4111 1111 1111 1111", " 💳", " +49 30 1234567", " ::1", "é", "  "
    };
    StringBuilder phrase = new StringBuilder();
    for (int i = 0; i < random.nextInt(4); i++) {
      phrase.append(parts[random.nextInt(parts.length)]);
    }
    return phrase.toString();
  }

  private static ObjectNode with(String pointer, JsonNode value) {
    ObjectNode aggregate = Samples.later();
    Places.put(aggregate, pointer, value);
    return aggregate;
  }

  private static String mask(String text) {
    return MASKING.mask(text).text();
  }

  private static ReceivedAggregate read(JsonNode aggregate) {
    return READER.read(Samples.utf8(aggregate.toString()), SourceTextsTest::mask);
  }

  private static JsonNode tree(ReceivedAggregate received) {
    return JsonReader.read(received.kept());
  }

  private static String kept(ReceivedAggregate received) {
    return new String(received.kept(), StandardCharsets.UTF_8);
  }
}
