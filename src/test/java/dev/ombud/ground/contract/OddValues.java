package dev.ombud.ground.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// Values at, just below and just above every limit of the contract, and of every wrong kind.
final class OddValues {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final String[] SPELLINGS = {
    "A",
    "EUR",
    "eur",
    "EURO",
    "NaN",
    "Infinity",
    "HIGH",
    "CANARY",
    "BROKEN",
    "STALE",
    "1.0",
    "1.1",
    "PASSED",
    "passed",
    "a_1",
    "a-1",
    "a.1",
    "1a",
    "_a",
    "a b",
    " a",
    "a\n",
    "\n",
    "a\0b",
    "a\u007f",
    "a\u0085b",
    "a\u2028b",
    "2026-03-02T18:00:00Z",
    "2026-03-02T18:00:00+01:00",
    "2026-03-02T18:00:00.123456789-12:59",
    "2026-03-02T18:00:00+14:59",
    "2026-03-02T18:00:00-15:00",
    "2026-03-02T18:00:00.1234567890Z",
    "2026-03-02T18:00:00.Z",
    "2026-03-02T18:00:00",
    "2026-03-02T18:00Z",
    "2026-03-02",
    "2026-03-02t18:00:00Z",
    "2026-03-02T18:00:00z",
    "2026-03-02 18:00:00Z",
    "2026-02-29T18:00:00Z",
    "2024-02-29T18:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-03-02T24:00:00Z",
    "2026-03-02T23:60:00Z",
    "2026-03-02T23:59:60Z",
    "2026-03-02T18:00:00+24:00",
    "2026-03-02T18:00:00+1:00",
    "1999-12-31T23:59:59Z",
    "1999-12-31T23:59:59-00:01",
    "2000-01-01T00:00:00+00:01",
    "2000-01-01T00:00:00Z",
    "2099-12-31T23:59:59Z",
    "2100-01-01T00:00:00Z",
    "2099-12-31T23:59:59-00:01",
    "2100-01-01T00:00:00+00:01",
    "2100-01-02T00:00:00+14:00",
    "2026-03-02T18:00:00Z\n"
  };

  static final List<String> LINKS =
      List.of(
          "https://example.com",
          "https://example.com/",
          "https://example.com?q=1",
          "https://example.com#part",
          "https://example.com/a?b=c#d/e?f",
          "https://a-b.example.com:8443/d/x?from=now-6h&to=now#panel-1",
          "https://example.com/%7Eapp/(a)'b'@c",
          "https://x",
          "https://10.0.0.1/",
          "http://example.com",
          "HTTPS://example.com",
          "https:example.com",
          "https:///path",
          "https://",
          "//example.com",
          "ftp://example.com",
          "javascript:alert(1)",
          "javascript://example.com/%0aalert(1)",
          "data:text/html,hello",
          "file:///etc/passwd",
          "https://user@example.com/",
          "https://user:secret@example.com/",
          "https://example.com@evil.example/",
          "https://example.com:443@evil.example/",
          "https://exa mple.com/",
          "https://example.com/a b",
          "https://example.com/\"onclick=",
          "https://example.com/<script>",
          "https://example.com/a\\b",
          "https://example.com\\@evil.example/",
          "https://example.com/`a`",
          "https://example.com/{a}",
          "https://example.com/a|b",
          "https://example.com/[a]",
          "https://[::1]/",
          "https://example.com/%",
          "https://example.com/%4",
          "https://example.com/%zz",
          "https://example.com/a#b#c",
          "https://example.com:/",
          "https://example.com:123456/",
          "https://example.com:a/",
          "https://-example.com/",
          "https://example-.com-/",
          "https://exämple.com/",
          "https://example.com/ä",
          "https://example.com/\n",
          "https://example.com/\u202egpj.exe",
          " https://example.com/",
          "https://example.com/" + "a".repeat(1_980),
          "https://example.com/" + "a".repeat(1_981));

  private OddValues() {}

  static List<JsonNode> all() {
    List<JsonNode> values = new ArrayList<>();
    addNumbers(values);
    addTexts(values);
    addSpellings(values);
    addContainers(values);
    return values;
  }

  private static void addNumbers(List<JsonNode> values) {
    double[] numbers = {
      -9007199254740992.0,
      -9007199254740991.0,
      -1001,
      -1000,
      -1.001,
      -1,
      -0.001,
      -0.0,
      0,
      0.5,
      1,
      1.001,
      3.0,
      99.999,
      100,
      100.001,
      1000,
      1000.5,
      8784,
      8784.1,
      2147483647.0,
      2147483648.0,
      9007199254740991.0,
      9007199254740992.0,
      1e300
    };
    for (double number : numbers) {
      values.add(NODES.numberNode(number));
    }
    values.add(NODES.numberNode(Long.MAX_VALUE));
  }

  private static void addTexts(List<JsonNode> values) {
    for (int length : new int[] {0, 1, 3, 35, 36, 64, 65, 100, 101, 200, 201, 1_000, 1_001}) {
      values.add(NODES.textNode("a".repeat(length)));
      values.add(NODES.textNode("💳".repeat(length)));
    }
    for (int length : new int[] {4_000, 4_001, 10_000, 10_001}) {
      values.add(NODES.textNode("é".repeat(length)));
    }
  }

  private static void addSpellings(List<JsonNode> values) {
    for (String text : SPELLINGS) {
      values.add(NODES.textNode(text));
    }
    values.add(NODES.booleanNode(true));
    values.add(NODES.nullNode());
    values.add(NODES.objectNode());
    values.add(NODES.objectNode().put("key", "a").put("id", "b").put("region", "c"));
  }

  private static void addContainers(List<JsonNode> values) {
    values.add(NODES.arrayNode().add("a").add("a"));
    values.add(NODES.arrayNode().add("a").addNull());
    for (int size : new int[] {0, 1, 16, 17, 50, 51, 64, 65, 300, 301}) {
      ArrayNode words = NODES.arrayNode();
      ArrayNode objects = NODES.arrayNode();
      for (int i = 0; i < size; i++) {
        words.add("w" + i);
        objects.addObject().put("key", "k" + i);
      }
      values.add(words);
      values.add(objects);
    }
    for (int size : new int[] {100, 101}) {
      ObjectNode named = NODES.objectNode();
      for (int i = 0; i < size; i++) {
        named.putObject("m" + i);
      }
      values.add(named);
    }
    for (String name : new String[] {"", "1a", "a.b-c_d", "a/b", "a".repeat(64), "a".repeat(65)}) {
      values.add(NODES.objectNode().set(name, NODES.nullNode()));
    }
  }
}
