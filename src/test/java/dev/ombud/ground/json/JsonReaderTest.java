package dev.ombud.ground.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.contract.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonReaderTest {
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
    assertThat(JsonReader.read(lists + "]".repeat(31)).size()).isEqualTo(1);
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
  void refusesNumbersThatAreTooLong() {
    assertThat(Refusals.malformed("{\"a\":" + "9".repeat(201) + "}").detail())
        .contains("a number of more than 200");
  }

  private static void checkMalformed(String body, int line, int column, String detail) {
    checkMalformed(body.getBytes(StandardCharsets.UTF_8), line, column, detail);
  }

  private static void checkMalformed(byte[] body, int line, int column, String detail) {
    ServiceException refusal = Refusals.malformed(body);
    assertThat(refusal.detail()).contains(detail).doesNotContain("\n").doesNotEndWith(".");
    assertThat(refusal.members()).isEqualTo(Map.of("line", (long) line, "column", column));
  }
}
