package dev.ombud.ground.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.HostileTexts;
import dev.ombud.testing.Property;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("property")
final class PlainTextTest {
  @Test
  void showsWhatTurnsTheOrderOfReading() {
    shows("a\u202Eb", "a\\u202eb");
    shows("a\u202E\u202D\u2066b", "a\\u202e…b");
    shows("\u2066x\u2069", "\\u2066x\\u2069");
    shows("a\u0007b\u001b[31m", "a\\u0007b\\u001b[31m");
    shows("\uD83D", "\\ud83d");
    shows("x\uDC00y", "x\\udc00y");
    shows("\uE000\u0378", "\\ue000…");
    shows("tag \uDB40\uDC49\uDB40\uDC67", "tag \\udb40\\udc49…");
    shows("a\u2028b", "a\\u2028b");
  }

  @Test
  void leavesOutWhatSaysNothing() {
    shows("soft\u00ADhyphen", "softhyphen");
    shows("ze\u200Bro\uFEFF \u200E\u200F\u061Cx\u2060", "zero x");
    shows("a\u200Cb\u200Dc", "abc");
    shows("x\uFE0F\uFE01", "x");
    shows("\u3164\u115F\uFFA0\u180E", "");
  }

  @Test
  void leavesWhatPeopleWriteInTheirLanguagesAndPictures() {
    for (String text :
        List.of(
            "",
            "plain, with \t tab\r\nand line",
            "שלום עולם 123",
            "السلام عليكم",
            "می\u200Cخواهم",
            "क्\u200Dष",
            "👨\u200D👩\u200D👧\u200D👦 family",
            "❤\uFE0F and 1\uFE0F\u20E3",
            "👩🏽\u200D💻",
            "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F",
            "🇩🇪 naïve café ﬁ ½ ™ 日本語 葛\uDB40\uDD00",
            "\\u202e as typed")) {
      shows(text, text);
    }
  }

  @Test
  void takesApartWhatProgramsWouldMakeALinkOf() {
    inert("https://evil.example/x", "https[:]//evil[.]example/x");
    inert("goo.gl/x amzn.to/x youtu.be/x", "goo[.]gl/x amzn[.]to/x youtu[.]be/x");
    inert("evil.shop evil.bank:443 evil.bank?a", "evil[.]shop evil[.]bank:443 evil[.]bank?a");
    inert("www.evil.com", "www[.]evil[.]com");
    inert("jo@evil.com", "jo[@]evil[.]com");
    inert("@here #12 GH-3 :x:", "[@]here [#]12 GH[-]3 [:]x:");
    inert("mailto:jo", "mailto[:]jo");
    inert("a\nb\u2028c\u0085d", "a b c d");
    for (String text :
        List.of(
            "release 7.18.1, 2.5 times at 10:30",
            "flag checkout.express.v2",
            "slow.please mend it",
            "is it slow.please? yes: Main.java, orders.csv",
            "team: payments",
            "owner of #payments",
            "a - b",
            "5 @ 3.99")) {
      inert(text, text);
    }
  }

  @Test
  void isBareOfWhatHasNoShape() {
    assertThat(PlainText.bare("a\u200Bb\u202Ec\u0007d\u2028e\nf")).isEqualTo("abc d e\nf");
  }

  @Test
  void cutsForSlackBehindWholeSigns() {
    assertThat(SlackText.cut(SlackText.of("&".repeat(600)), 3_000)).hasSize(3_000);
    assertThat(SlackText.cut(SlackText.of("&".repeat(700)), 3_000))
        .isEqualTo("&amp;".repeat(599) + "…");
    assertThat(SlackText.cut("aaaa <https://x.example/|it>", 10)).isEqualTo("aaaa …");
    assertThat(SlackText.cut("aaa😀bbb", 5)).isEqualTo("aaa…");
    assertThat(SlackText.cut("& a b; c", 6)).isEqualTo("& a b…");
  }

  @Test
  void changesNothingTheSecondTime() {
    Property.forAll(
        (random, size) -> {
          StringBuilder text = new StringBuilder();
          for (int i = 0; i <= size; i++) {
            text.append(HostileTexts.all().get(random.nextInt(HostileTexts.all().size())));
            text.append((char) random.nextInt(0x10000));
          }
          return text.toString();
        },
        text -> {
          String shown = PlainText.shown(text);
          HostileTexts.requireVisible(shown);
          assertThat(PlainText.shown(shown)).isEqualTo(shown);
          String inert = PlainText.inert(text);
          HostileTexts.requireVisible(inert);
          assertThat(PlainText.inert(inert)).isEqualTo(inert);
        });
  }

  @Test
  void showsEveryTextOfADocument() {
    assertThat(PlainText.shown(Map.of("a", List.of("b\u202E", 1), "c", Map.of("d", "\u200B"))))
        .isEqualTo(Map.of("a", List.of("b\\u202e", 1), "c", Map.of("d", "")));
  }

  @Test
  void takesTimeInProportionToTheText() {
    Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          for (String piece :
              List.of("a:", "www.", "@a", "#1", ".com", "a", "\u202E", "\u200D", "1", "a1")) {
            String text = piece.repeat(20_000 / piece.length());
            assertThat(MarkdownText.ofCustomers(text)).isNotNull();
            assertThat(SlackText.of(text)).isNotNull();
          }
        });
  }

  private static void shows(String text, String shown) {
    assertThat(PlainText.shown(text)).isEqualTo(shown);
  }

  private static void inert(String text, String shown) {
    assertThat(PlainText.inert(text)).isEqualTo(shown);
  }
}
