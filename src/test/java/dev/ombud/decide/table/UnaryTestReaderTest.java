package dev.ombud.decide.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.sheet.Samples;
import dev.ombud.decide.table.UnaryTest.InRanges;
import dev.ombud.decide.table.UnaryTest.Interval;
import dev.ombud.decide.table.UnaryTestReader.Read;
import dev.ombud.decide.table.UnaryTestReader.Refused;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Field.NumberType;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.testing.Lexicons;
import dev.ombud.testing.Property;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every spelling that a cell may have, and every mistake that people make in one. Each case gives
/// a field, a cell and either its canonical spelling or the start of the message.
@Tag("property")
final class UnaryTestReaderTest {
  private static final Field SURFACE = Lexicons.SHIPPED.find("surface").orElseThrow();
  private static final Field CATEGORY = Lexicons.SHIPPED.find("cluster.categories").orElseThrow();

  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static void reads(Field field, String cell, String canonical) {
    assertThat(UnaryTestReader.read(field, cell))
        .as(cell)
        .isInstanceOfSatisfying(
            Read.class, read -> assertThat(read.test().text()).as(cell).isEqualTo(canonical));
  }

  private static void refuses(Field field, String cell, String code, String... pieces) {
    String[] message = pieces.length == 0 ? new String[] {":"} : pieces;
    assertThat(UnaryTestReader.read(field, cell))
        .as(cell)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.message()).as(cell).contains(message);
              assertThat(refused.code()).as(refused.message()).isEqualTo(code);
            });
  }

  private static boolean holds(Field field, String cell, double number) {
    Facts facts = new Facts();
    facts.put(field, number);
    return ((Read) UnaryTestReader.read(field, cell)).test().holds(facts);
  }

  @Test
  void readsNumbers() {
    Field field = Vocabulary.CONFIDENCE;
    reads(field, "-", "-");
    reads(field, " - ", "-");
    reads(field, "0.85", "0.85");
    reads(field, "= 0.85", "0.85");
    reads(field, "=0.850", "0.85");
    reads(field, "25%", "0.25");
    reads(field, "29%", "0.29");
    reads(field, ">= 85%", ">= 0.85");
    reads(field, ">0", "> 0");
    reads(field, "-0", "0");
    reads(field, "<\n0.5", "< 0.5");
    reads(Vocabulary.WINDOW_HOURS, "[2..5)", "[2..5)");
    reads(Vocabulary.WINDOW_HOURS, "( 2 .. 5 ]", "(2..5]");
    reads(Vocabulary.WINDOW_HOURS, "]2..5[", "(2..5)");
    reads(Vocabulary.WINDOW_HOURS, "[2..2]", "2");
    reads(Vocabulary.MEAN, "[-1..-0.5]", "[-1..-0.5]");
    reads(Vocabulary.RATIO, "150%", "1.5");
  }

  @Test
  void mergesAndSortsIntervals() {
    Field field = Vocabulary.WINDOW_HOURS;
    reads(field, "> 5, [1..2]", "[1..2], > 5");
    reads(field, "[1..3], [2..5)", "[1..5)");
    reads(field, "[1..2), 2", "[1..2]");
    reads(field, "[1..2), (2..3]", "[1..2), (2..3]");
    reads(field, "(1..2], [1..2)", "[1..2]");
    reads(field, "3, 1, 2, 2", "1, 2, 3");
    reads(field, "< 3, >= 3", ">= 0");
    reads(field, "not(5)", "< 5, > 5");
    reads(field, "not([1..2])", "< 1, > 2");
    reads(field, "not((1..2), 3)", "<= 1, [2..3), > 3");
    reads(field, "not(< 3)", ">= 3");
    reads(field, "not (>= 3 , < 1)", "[1..3)");
    reads(field, "not([1..2), (2..3])", "< 1, 2, > 3");
  }

  @Test
  void keepsInfiniteBoundsOut() {
    assertThat(UnaryTestReader.read(Vocabulary.WINDOW_HOURS, ">= 3"))
        .isEqualTo(
            new Read(
                new InRanges(
                    Vocabulary.WINDOW_HOURS,
                    List.of(new Interval(3, true, INFINITY, false)),
                    ">= 3")));
  }

  @Test
  void readsWords() {
    reads(SURFACE, "\"checkout\"", "\"checkout\"");
    reads(SURFACE, "checkout", "\"checkout\"");
    reads(SURFACE, "search , \"checkout\",search", "\"checkout\",\"search\"");
    reads(SURFACE, "not(checkout)", "not(\"checkout\")");
    reads(SURFACE, "not (\"cart\",\"checkout\")", "not(\"cart\",\"checkout\")");
    reads(Vocabulary.SEVERITY, "P1,\nP2", "\"P1\",\"P2\"");
    reads(CATEGORY, "bug", "\"bug\"");
  }

  @Test
  void readsTexts() {
    reads(Vocabulary.VERSION, "shop", "\"shop\"");
    reads(Vocabulary.VERSION, "\"a, b\"", "\"a, b\"");
    reads(Vocabulary.VERSION, "shop app, web", "\"shop app\",\"web\"");
    reads(Vocabulary.VERSION, "\"say \\\"hi\\\" \\\\\"", "\"say \\\"hi\\\" \\\\\"");
    reads(Vocabulary.VERSION, "\"1); System.exit(0); (\"", "\"1); System.exit(0); (\"");
    reads(Vocabulary.VERSION, "Café", "\"Café\"");
    reads(Vocabulary.VERSION, "магазин", "\"магазин\"");
    reads(Vocabulary.VERSION, "\"-\"", "\"-\"");
    reads(Vocabulary.VERSION, "\"" + "x".repeat(100) + "\"", "\"" + "x".repeat(100) + "\"");
  }

  @Test
  void readsFlags() {
    reads(Vocabulary.SURGE, "true", "true");
    reads(Vocabulary.SURGE, "FALSE", "false");
    reads(Vocabulary.SURGE, "-", "-");
    refuses(Vocabulary.SURGE, "yes", "not-a-flag", "`yes` is not a flag: write true, false or -");
    refuses(Vocabulary.SURGE, "1", "not-a-flag");
    refuses(Vocabulary.SURGE, "not(true)", "not-a-flag");
  }

  @Test
  void refusesABlankCell() {
    for (Field field : Lexicons.SHIPPED.fields()) {
      refuses(field, "", "blank", "write - for any");
      refuses(field, " \n ", "blank", "write - for any");
    }
  }

  @Test
  void refusesWhatIsNoNumber() {
    Field field = Vocabulary.CONFIDENCE;
    refuses(field, "0,85", "not-a-number", "`0,85` is not a number: write 0.85");
    refuses(field, ">= 0,85", "not-a-number", "write 0.85");
    refuses(field, "[0,5..0,9]", "not-a-number", "write 0.5");
    refuses(Vocabulary.COUNT, "1,000", "not-a-number", "write 1000");
    refuses(Vocabulary.COUNT, "1,000,000", "not-a-number", "write 1000000");
    refuses(Vocabulary.WINDOW_HOURS, "1,2", "not-a-number", "write 1.2, or a space after");
    for (String cell :
        List.of(
            "high",
            "NaN",
            "1e999",
            "1e5",
            "Infinity",
            "+5",
            ".5",
            "5.",
            "0x10",
            "1_000",
            "1 000",
            "> ",
            ">> 3",
            "=> 3",
            "!= 3",
            "2-5",
            "2..5",
            "[2..5",
            "2..5]",
            "[2...5]",
            "{2..5}",
            "[2;5]",
            "> 3 and < 5",
            "5 hours",
            "$5",
            "\"5\"",
            "5%%",
            "--5",
            "not 5",
            "1); x(0); (",
            "1); System.exit(0); (",
            "5 // c",
            "5; 6",
            "#{5}",
            "${5}",
            "null",
            "true",
            "/")) {
      refuses(field, cell, "not-a-number", "is not a test of numbers: write for example");
    }
    refuses(field, "not(1", "not-closed");
    refuses(field, "not(", "not-closed");
    refuses(field, "not()", "missing-item");
    refuses(field, "1,", "missing-item");
    refuses(field, "1, , 0", "missing-item");
  }

  @Test
  void refusesNumbersOutOfRange() {
    refuses(
        Vocabulary.CONFIDENCE,
        "85",
        "out-of-range",
        "`85` is out of range: `cluster.confidence` goes from 0 to 1: write a number within it");
    refuses(Vocabulary.WINDOW_HOURS, "> 9000", "out-of-range", "goes from 0 to 8784 hours");
    refuses(Vocabulary.CONFIDENCE, "-0.1", "out-of-range");
    refuses(Vocabulary.CONFIDENCE, "[0..1.01]", "out-of-range");
    refuses(Vocabulary.CONFIDENCE, "9".repeat(1000), "out-of-range");
    refuses(Vocabulary.COUNT, "2.5", "not-whole", "write 2 or 3");
    refuses(Vocabulary.ROLLOUT, "25%", "percentage", "counts percent: write 25");
    refuses(Vocabulary.WINDOW_HOURS, "25%", "percentage", "counts hours: write 25");
  }

  @Test
  void refusesIntervalsThatHoldNothing() {
    Field field = Vocabulary.WINDOW_HOURS;
    refuses(field, "[5..2]", "empty-interval", "holds no number");
    refuses(field, "(2..2)", "empty-interval");
    refuses(field, "[2..2)", "empty-interval");
    refuses(Vocabulary.COUNT, "(2..3)", "empty-interval");
    refuses(field, "< 0", "empty-interval", "can never hold", "goes from 0 to 8784 hours");
    refuses(field, "not(>= 0)", "empty-interval");
    refuses(Vocabulary.CONFIDENCE, "> 1", "empty-interval");
    reads(Vocabulary.COUNT, "(2..4)", "(2..4)");
  }

  @Test
  void refusesUnknownWords() {
    Field field = SURFACE;
    refuses(field, "chekout", "unknown-word", "is not a word of `surface`: write checkout");
    refuses(field, "\"Checkout\"", "unknown-word", "write checkout");
    refuses(field, "CHECKOUT", "unknown-word", "write checkout");
    refuses(field, "zzzzzzzzzz", "unknown-word", "write one of account, app_start");
    refuses(field, "*", "unknown-word", "write - for any");
    refuses(field, "any", "unknown-word", "write - for any");
    refuses(field, "5", "unknown-word");
    refuses(field, "> 5", "unknown-word");
    refuses(field, "\"\"", "unknown-word");
    refuses(field, "checkout; search", "unknown-word");
    refuses(field, "1); System.exit(0); (", "unknown-word");
    refuses(field, "\"checkout", "not-closed");
    refuses(field, "\"cart\" \"checkout\"", "not-closed");
    refuses(field, "\"cart\"x", "not-closed");
    refuses(field, "\"ca\\rt\"", "bad-escape");
    refuses(field, "not(\"cart\"), \"checkout\"", "not-closed");
    refuses(field, "x".repeat(5000), "too-long");
    refuses(Vocabulary.SEVERITY, "P9", "unknown-word", "write one of P1, P2, P3, P4");
  }

  @Test
  void refusesTextThatLooksLikeAnotherKindOfCell() {
    Field field = Vocabulary.VERSION;
    for (String cell :
        List.of(
            ">= 3",
            "[2..5)",
            "= \"shop\"",
            "1); System.exit(0); (",
            "not shop",
            "*",
            "--",
            "a\"b",
            "!shop",
            "f(x)",
            "{x}",
            "a;b")) {
      refuses(field, cell, "not-text", "write \"…\"");
    }
    refuses(field, "\"\"", "blank");
    refuses(field, "\" \"", "blank");
    refuses(field, "\"" + "x".repeat(101) + "\"", "too-long", "has 101 characters", "takes 100");
  }

  @Test
  void namesLookAlikes() {
    refuses(Vocabulary.CONFIDENCE, "½", "look-alike", "U+00BD", "FRACTION ONE HALF", "write 0.5");
    refuses(Vocabulary.CONFIDENCE, "≥ 0.5", "look-alike", "U+2265", "write >=");
    refuses(Vocabulary.CONFIDENCE, "０.5", "look-alike", "U+FF10", "write 0");
    refuses(Vocabulary.CONFIDENCE, "[0…1]", "look-alike", "U+2026", "write ..");
    refuses(Vocabulary.CONFIDENCE, "٣", "look-alike", "U+0663");
    refuses(Vocabulary.MEAN, "−0.5", "look-alike", "U+2212", "MINUS SIGN", "write a plain -");
    refuses(Vocabulary.CONFIDENCE, "–", "look-alike", "U+2013", "EN DASH", "write - for any");
    refuses(Vocabulary.CONFIDENCE, "0.5\u00A0", "look-alike", "U+00A0", "write a plain space");
    refuses(SURFACE, "c\u0430rt", "look-alike", "CYRILLIC SMALL LETTER A", "type it");
    refuses(SURFACE, "“cart”", "look-alike", "U+201C", "straight quotes");
    refuses(SURFACE, "‘cart’", "look-alike", "U+2018", "straight quotes");
    refuses(SURFACE, "cart\u200B", "look-alike", "U+200B", "delete it");
    refuses(SURFACE, "ｃart", "look-alike", "U+FF43", "write c");
    refuses(Vocabulary.SURGE, "tru\u0435", "look-alike", "U+0435");
    refuses(Vocabulary.VERSION, "sh\u043Ep", "look-alike", "U+043E", "CYRILLIC SMALL LETTER O");
    refuses(Vocabulary.VERSION, "“shop”", "look-alike", "U+201C");
    refuses(Vocabulary.VERSION, "a\u00A0b", "look-alike", "U+00A0");
    refuses(Vocabulary.VERSION, "a\u202Eb", "look-alike", "U+202E");
    refuses(Vocabulary.VERSION, "–", "look-alike", "write - for any");
    refuses(Vocabulary.VERSION, "\"a\tb\"", "look-alike", "U+0009");
    refuses(Vocabulary.VERSION, "\"\uD800\"", "look-alike", "U+D800");
  }

  @Test
  void canonicalTextReadsBackToAnEqualTest() {
    Property.forAll(
        (random, size) -> Samples.test(random, Samples.field(random), size),
        test ->
            assertThat(UnaryTestReader.read(test.field(), test.text())).isEqualTo(new Read(test)));
  }

  @Test
  void intervalsAreDisjointAndAscending() {
    Property.forAll(
        (random, size) -> Samples.test(random, Vocabulary.WINDOW_HOURS, size),
        test -> {
          if (test instanceof InRanges(var _, var ranges, var _)) {
            for (int i = 1; i < ranges.size(); i++) {
              Interval before = ranges.get(i - 1);
              Interval next = ranges.get(i);
              assertThat(
                      before.high() < next.low()
                          || (before.high() == next.low()
                              && !before.highIncluded()
                              && !next.lowIncluded()))
                  .isTrue();
            }
          }
        });
  }

  @Test
  void notHoldsWhereverTheListDoesNot() {
    record Case(String list, double number) {}
    Field field = Vocabulary.WINDOW_HOURS;
    Property.forAll(
        (random, size) ->
            new Case(
                Samples.test(random, field, size).text(),
                Samples.number(random, (NumberType) field.type())),
        sample -> {
          if (!sample.list().equals("-")
              && UnaryTestReader.read(field, "not(" + sample.list() + ")") instanceof Read) {
            assertThat(holds(field, "not(" + sample.list() + ")", sample.number()))
                .isNotEqualTo(holds(field, sample.list(), sample.number()));
          }
        });
  }

  @Test
  void neverThrowsForAnyContent() {
    Property.forAll(
        (random, size) -> garbage(random, size * 4),
        cell -> {
          for (Field field : Lexicons.SHIPPED.fields()) {
            assertThat(UnaryTestReader.read(field, cell)).isNotNull();
          }
        });
    String escapes = "\"" + "\\\"".repeat(1900) + "\"";
    refuses(Vocabulary.VERSION, escapes, "too-long");
  }

  private static String garbage(Random random, int length) {
    String pieces = "not(),\"\\[]<>=-.%0123456789abc \n“½\u0430\uD83D\uDE00\uD800";
    StringBuilder cell = new StringBuilder();
    for (int i = 0; i < length; i++) {
      cell.append(pieces.charAt(random.nextInt(pieces.length())));
    }
    return cell.toString();
  }
}
