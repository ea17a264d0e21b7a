package dev.ombud.ground.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.contract.Samples;
import dev.ombud.testing.Property;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Goal: a digest made here is the digest that anybody makes. Method: the vectors of RFC 8785, and
/// random documents compared with an independent implementation.
@Tag("property")
final class CanonicalJsonTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Test
  void writesNumbersAsTheTableOfTheStandardHasThem() {
    checkNumber(0x0000000000000000L, "0");
    checkNumber(0x8000000000000000L, "0");
    checkNumber(0x0000000000000001L, "5e-324");
    checkNumber(0x8000000000000001L, "-5e-324");
    checkNumber(0x7fefffffffffffffL, "1.7976931348623157e+308");
    checkNumber(0xffefffffffffffffL, "-1.7976931348623157e+308");
    checkNumber(0x4340000000000000L, "9007199254740992");
    checkNumber(0xc340000000000000L, "-9007199254740992");
    checkNumber(0x4430000000000000L, "295147905179352830000");
    checkNumber(0x44b52d02c7e14af5L, "9.999999999999997e+22");
    checkNumber(0x44b52d02c7e14af6L, "1e+23");
    checkNumber(0x44b52d02c7e14af7L, "1.0000000000000001e+23");
    checkNumber(0x444b1ae4d6e2ef4eL, "999999999999999700000");
    checkNumber(0x444b1ae4d6e2ef4fL, "999999999999999900000");
    checkNumber(0x444b1ae4d6e2ef50L, "1e+21");
    checkNumber(0x3eb0c6f7a0b5ed8cL, "9.999999999999997e-7");
    checkNumber(0x3eb0c6f7a0b5ed8dL, "0.000001");
    checkNumber(0x41b3de4355555553L, "333333333.3333332");
    checkNumber(0x41b3de4355555554L, "333333333.33333325");
    checkNumber(0x41b3de4355555555L, "333333333.3333333");
    checkNumber(0x41b3de4355555556L, "333333333.3333334");
    checkNumber(0x41b3de4355555557L, "333333333.33333343");
    checkNumber(0xbecbf647612f3696L, "-0.0000033333333333333333");
    checkNumber(0x43143ff3c1cb0959L, "1424953923781206.2");
  }

  @Test
  void writesTheSparsestNumbersWithAsFewDigitsAsTellThemApart() {
    checkNumber(2, "1e-323");
    checkNumber(3, "1.5e-323");
    checkNumber(4, "2e-323");
    checkNumber(20, "1e-322");
    checkNumber(21, "1.04e-322");
  }

  @Test
  void refusesNumbersThatJsonHasNoFormFor() {
    assertThatThrownBy(() -> CanonicalJson.number(Double.NaN))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> CanonicalJson.number(Double.NEGATIVE_INFINITY))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesALoneSurrogate() {
    assertThatThrownBy(() -> CanonicalJson.write(JsonReader.read("\"\\ud800\"")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> CanonicalJson.write(JsonReader.read("\"\\udc00\\ud800\"")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keepsTheOrderOfLists() {
    check(
        "[56, {\"d\": true, \"10\": null, \"1\": [ ]}]", "[56,{\"1\":[],\"10\":null,\"d\":true}]");
  }

  @Test
  void sortsWithoutRegardToALanguage() {
    check(
        """
        {"peach": "This sorting order", "péché": "is wrong according to French",
         "pêche": "but canonicalization MUST", "sin": "ignore locale"}
        """,
        "{\"peach\":\"This sorting order\",\"péché\":\"is wrong according to French\","
            + "\"pêche\":\"but canonicalization MUST\",\"sin\":\"ignore locale\"}");
  }

  @Test
  void sortsWithinEveryObject() {
    check(
        """
        {"1": {"f": {"f": "hi","F": 5} ,"\\n": 56.0}, "10": { }, "": "empty", "a": { },
         "111": [ {"e": "yes","E": "no" } ], "A": { }}
        """,
        "{\"\":\"empty\",\"1\":{\"\\n\":56,\"f\":{\"F\":5,\"f\":\"hi\"}},\"10\":{},"
            + "\"111\":[{\"E\":\"no\",\"e\":\"yes\"}],\"A\":{},\"a\":{}}");
  }

  @Test
  void leavesUnicodeUnnormalized() {
    check("{\"Unnormalized Unicode\":\"A\\u030a\"}", "{\"Unnormalized Unicode\":\"A\u030a\"}");
  }

  @Test
  void writesValuesInTheirOneForm() {
    check(
        """
        {"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
         "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
         "literals": [null, true, false]}
        """,
        "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
            + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void sortsByCodeUnitsNotByCharacters() {
    check(
        """
        {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\u000a": "Newline", "1": "One",
         "\\u0080": "Control\\u007f", "\\ud83d\\ude02": "Smiley",
         "\\u00f6": "Latin Small Letter O With Diaeresis",
         "\\ufb33": "Hebrew Letter Dalet With Dagesh", "</script>": "Browser Challenge"}
        """,
        "{\"\\n\":\"Newline\",\"\\r\":\"Carriage Return\",\"1\":\"One\","
            + "\"</script>\":\"Browser Challenge\",\"\u0080\":\"Control\u007f\","
            + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
            + "\"\ud83d\ude02\":\"Smiley\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  @Test
  void agreesWithAnotherImplementationOnEveryRealAggregate() throws IOException {
    for (String aggregate : Samples.reviews()) {
      check(aggregate, new JsonCanonicalizer(aggregate).getEncodedString());
    }
  }

  @Test
  void agreesWithAnotherImplementationOnRandomDocuments() {
    Property.forAll(
        (random, size) -> object(random, size).toString(),
        document -> {
          try {
            check(document, new JsonCanonicalizer(document).getEncodedString());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void readsBackEveryNumber() {
    Property.forAll(
        (random, _) -> number(random),
        value ->
            assertThat(Double.parseDouble(CanonicalJson.number(value))).isEqualTo(value + 0.0));
  }

  @Test
  void findsTheFirstDifferenceInTheOrderOfTheFirstDocument() {
    checkDifference("{\"a\":1}", "{\"a\":1.0}", null);
    checkDifference("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", null);
    checkDifference("{\"b\":1,\"a\":2}", "{\"a\":3,\"b\":4}", "/b");
    checkDifference(
        "{\"a\":{\"b\":[1,{\"c\":true}]}}", "{\"a\":{\"b\":[1,{\"c\":false}]}}", "/a/b/1/c");
    checkDifference("{\"a\":[1,2]}", "{\"a\":[1]}", "/a/1");
    checkDifference("{\"a\":[1]}", "{\"a\":[1,2]}", "/a/1");
    checkDifference("{\"a\":1,\"x/y~z\":2}", "{\"a\":1}", "/x~1y~0z");
    checkDifference("{\"a\":1}", "{\"a\":1,\"x/y~z\":2}", "/x~1y~0z");
    checkDifference("{\"a\":null}", "{}", "/a");
    checkDifference("{\"a\":[]}", "{\"a\":{}}", "/a");
    checkDifference("{\"a\":\"1\"}", "{\"a\":1}", "/a");
    checkDifference("1", "2", "");
  }

  @Test
  void findsADifferenceExactlyWhereTheCanonicalFormsDiffer() {
    Property.forAll(
        (random, size) -> NODES.arrayNode().add(object(random, 3)).add(object(random, size % 4)),
        pair -> {
          JsonNode first = pair.get(0);
          JsonNode second = pair.get(1);
          boolean same = text(CanonicalJson.write(first)).equals(text(CanonicalJson.write(second)));
          assertThat(CanonicalJson.firstDifference(first, second).isEmpty()).isEqualTo(same);
          assertThat(CanonicalJson.firstDifference(first, first.deepCopy())).isEmpty();
        });
  }

  private static void check(String document, String canonical) {
    assertThat(text(CanonicalJson.write(JsonReader.read(document)))).isEqualTo(canonical);
  }

  private static void checkNumber(long bits, String expected) {
    assertThat(CanonicalJson.number(Double.longBitsToDouble(bits))).isEqualTo(expected);
  }

  private static void checkDifference(String first, String second, @Nullable String pointer) {
    assertThat(
            CanonicalJson.firstDifference(Samples.utf8(first), Samples.utf8(second)).orElse(null))
        .isEqualTo(pointer);
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static ObjectNode object(Random random, int size) {
    ObjectNode object = NODES.objectNode();
    for (int i = 0; i < size; i++) {
      object.set(string(random), value(random, size / 3));
    }
    return object;
  }

  private static JsonNode value(Random random, int size) {
    return switch (random.nextInt(size == 0 ? 5 : 7)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(number(random));
      case 3 -> NODES.numberNode(random.nextLong() >> random.nextInt(64));
      case 4 -> NODES.textNode(string(random));
      case 5 -> object(random, size);
      default -> NODES.arrayNode().add(value(random, size / 2)).add(value(random, size / 2));
    };
  }

  private static double number(Random random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(100_000) / 1_000.0;
      case 1 -> Double.longBitsToDouble(random.nextLong(1_000));
      default -> Double.isFinite(value) ? value : 0;
    };
  }

  private static String string(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      int most = random.nextBoolean() ? 0x80 : 0x1_F700;
      int point = random.nextInt(most);
      text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? 'x' : point);
    }
    return text.toString();
  }
}
