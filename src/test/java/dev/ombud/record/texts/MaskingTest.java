package dev.ombud.record.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.MaskingConfidence;
import dev.ombud.testing.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what says who wrote a text goes, and what the text is about stays. Method: many tiny texts
/// with what becomes of each; then properties over texts pieced together from odd parts.
@Tag("property")
final class MaskingTest {
  private static final Masking USUAL = Masking.usual();

  @TempDir private Path folder;

  @Test
  void masksMailAddresses() {
    check("jo@example.org", "[email]");
    check("Write to Jo.Doe+shop@mail.example.co.uk.", "Write to [email].");
    check("<mailto:jo@example.org>", "<mailto:[email]>");
    check("jürgen@müller.example", "[email]");
    check("почта@пример.рф", "[email]");
    check("a@b.io,c@d.io;e@f.io", "[email],[email];[email]");
    check("'o''brien@example.org", "[email]");
    check("jo@[192.0.2.7]", "jo@[[ip]]");
    stays("me @ home", "@support please help", "5 @ 3.99", "jo@localhost", "a@b", "@", "@@@");
  }

  @Test
  void masksAddressesOfTheInternet() {
    check("from 192.0.2.7:8080", "from [ip]:8080");
    check("255.255.255.255", "[ip]");
    check("http://203.0.113.9/x", "http://[ip]/x");
    check("2001:db8::1 and ::1", "[ip] and [ip]");
    check("2001:0db8:85a3:0000:0000:8a2e:0370:7334", "[ip]");
    check("fe80::1%eth0", "[ip]%eth0");
    check("[::1]:8080", "[[ip]]:8080");
    check("::ffff:192.0.2.7", "[ip]");
    stays("1.2.3", "256.1.1.1", "1.2.3.4.5", "12:30:45", "10:30", "std::vector", "a : b :: c d");
    stays("::", "ratio 3:2:1", "00:11:22", "key::value");
  }

  @Test
  void masksBankAccounts() {
    check("DE89370400440532013000", "[iban]");
    check("DE89 3704 0044 0532 0130 00 please", "[iban] please");
    check("DE89 37040044 0532013000.", "[iban].");
    check("iban:gb29nwbk60161331926819", "iban:[iban]");
    check("MT84MALT011000012345MTLCAST001S", "[iban]");
    check("NO93 8601 1117 947", "[iban]");
    check("to ab12 DE89370400440532013000 of mine", "to ab12 [iban] of mine");
    check("DE89370400440532013000 DE89370400440532013000", "[iban] [iban]");
    check("de89370400440532013000".repeat(400), "[iban]".repeat(400));
    check("5551234567de89370400440532013000", "[phone][iban]");
    stays("DE88x", "no00 iban at all here", "GT30 is a car and on11 is no day");
    assertThat(USUAL.mask("DE88370400440532013000").kinds()).doesNotContain("iban");
  }

  @Test
  void masksCards() {
    check("4111111111111111", "[card]");
    check("4111 1111 1111 1111", "[card]");
    check("4111-1111-1111-1111!", "[card]!");
    check("3782 822463 10005", "[card]");
    check("4111\u00a01111\u00a01111\u00a01111", "[card]");
    check("x4111111111111111x", "x[card]x");
    check("6304000000000000 12/27 123", "[card] 12/27 123");
    check("1 4111 1111 1111 1111 2 3", "1 [card] 2 3");
    check("٤١١١١١١١١١١١١١١١", "[card]");
    assertThat(USUAL.mask("4111111111111112").kinds()).containsExactly("phone");
    check("model A4111111111111112", "model A4111111111111112");
    check("12345678901234567890123456789012", "[phone]");
  }

  @Test
  void masksTelephones() {
    for (String phone :
        List.of(
            "+49 171 2345678",
            "+1 (555) 123-4567",
            "(555) 123-4567",
            "(089) 12345",
            "555-123-4567",
            "555.123.4567",
            "0171 2345678",
            "0171/2345678",
            "0049 171 2345678",
            "+1234567",
            "06 12 34 56 78",
            "03.12.45.67.89",
            "5551234567",
            "+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧",
            "+4915123456789")) {
      check("call " + phone + ", please", "call [phone], please");
    }
    check("on 2024-01-15 0171 2345678", "on 2024-01-15 [phone]");
    check("0171 2345678 2024-01-15", "[phone] 2024-01-15");
    check("0171 2345678 400kg", "[phone] 400kg");
    check("tel:+4917123456,", "tel:[phone],");
  }

  @Test
  void saysWhichPatternFoundWhat() throws IOException {
    Masking.Trial trial = with("order ORD-[0-9]+").trial("ORD-1, ORD-2: my name is Anna, a@b.io");
    assertThat(trial.masked().text()).isEqualTo("[order], [order]: my name is [name], [email]");
    assertThat(trial.matches())
        .extracting(match -> match.kind() + " " + match.count())
        .containsExactly("order 2", "email 1", "name 1");
    assertThat(trial.matches().getFirst().pattern()).startsWith("line 1 of");
    assertThat(USUAL.instead(List.of("x y+")).mask("yy").text()).isEqualTo("[x]");
  }

  @Test
  void looksThroughWhatHasNoShape() {
    check("anna\u200B@example.org", "[email]");
    check("anna\u202E@example.org", "[email]");
    check("+49\u200B170\u200B1234567", "[phone]");
    check("my name is\u200B Anna Schmidt", "my name is [name]");
    check("order nu\u00ADmber\u0007123456", "order number [order]");
    check("x\u200B0171 2345678 of jo@example\u00AD.org", "x[phone] of [email]");
    stays("soft\u00ADhyphen and \u200Ezero\u200B width \u202E");
    assertThat(USUAL.mask("my na\u00ADme is 小明"))
        .isEqualTo(new Masking.Masked("my na\u00ADme is 小明", List.of(), MaskingConfidence.LOW));
    assertThat(USUAL.trial("anna\u200B@example.org").matches()).hasSize(1);
  }

  @Test
  void looksThroughGapsOfAnyWidth() {
    check("+49\t170\u20031234567", "[phone]");
    check("DE89\u00A03704\u00A00044\u00A00532\u00A00130\u00A000", "[iban]");
  }

  @Test
  void leavesWhatTheTextIsAbout() {
    stays("on 2024-01-15", "15.01.2024 10.30", "1/15/2024", "1/15/24", "2023-12-01-2024-01-15");
    stays("01.02.2024-15.02.2024", "from 01/02/24-05/03/24", "2024-01-15T10:30:45Z");
    stays("version 2.10.3", "v23.10.2.1456", "iOS 17.4.1", "Android 14", "build 20240115");
    stays("$1,299.99", "EUR 1.299,00", "9.99/month", "100 200 300", "10 000 000", "(2024)");
    stays(
        "error 500.-172 501.-172",
        "model A1234567890",
        "SM-G991B",
        "5/5 stars",
        "24/7",
        "404",
        "1234567",
        "#123456789");
    stays("", " ", "no digits at all", "99% of 1000", "iPhone14,5");
  }

  @Test
  void namesEachKindOnceAndInOrder() {
    assertThat(USUAL.mask("+49 171 2345678 a@b.io 192.0.2.7 c@d.io").kinds())
        .containsExactly("email", "ip", "phone");
    assertThat(USUAL.mask("nothing").kinds()).isEmpty();
  }

  @Test
  void masksKindsOfTheOperatorFirst() throws IOException {
    Masking masking =
        with(
            """
            # what our shop prints on parcels

            order  (?i)\\bORD-[0-9]{6,}\\b
            device IMEI:? ?[0-9]{15}
            edge x*\\b
            """);
    assertThat(masking.mask("ord-12345678 and IMEI 490154203237518, a@b.io"))
        .isEqualTo(
            new Masking.Masked(
                "[order] and [device], [email]", List.of("device", "email", "order")));
    assertThat(masking.mask("no end")).isEqualTo(new Masking.Masked("no end", List.of()));
    assertThat(masking.mask("axx b").text()).isEqualTo("a[edge] b");
  }

  @Test
  void takesRepeatsThatDoNotStandInEachOther() throws IOException {
    String pattern = "\\x{1000}{900}|[)a{900}]{2}|[]{900}]{2}|\\Q){900}\\E{2}|(x{900}(y{5}){9}){1}";
    assertThat(with("order " + pattern).mask("a}").text()).isEqualTo("[order]");
  }

  @Test
  void refusesPatternsThatAreNone() throws IOException {
    checkRefused("order", "line 1", "write its kind");
    checkRefused("\nOrder [0-9]+", "line 2", "write its kind");
    checkRefused("order (", "line 1", "no RE2 pattern");
    checkRefused("order (?=x)", "line 1", "no RE2 pattern");
    checkRefused("order (a)\\1", "line 1", "no RE2 pattern");
    checkRefused("order x*", "line 1", "matches the empty text");
    checkRefused("order ((a{1,1000}){1,1000}){1,1000}", "line 1", "more than 1000 times");
    checkRefused("order (?:[(]x{500}|y)?z(?:(a{9,}b){0,50}){3}", "line 1", "more than 1000 times");
    checkRefused("order " + "\\p{L}{500}".repeat(12), "line 1", "too large");
    checkRefused("order x+\n".repeat(51), "51 masking patterns", "at most 50");
    assertThatThrownBy(() -> Masking.with(folder.resolve("absent")))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void changesNothingTheSecondTime() {
    Property.forAll(
        MaskingTest::pieced,
        text -> {
          Masking.Masked once = USUAL.mask(text);
          Masking.Masked twice = USUAL.mask(once.text());
          assertThat(twice.text()).isEqualTo(once.text());
          assertThat(twice.kinds()).isEmpty();
        });
  }

  @Test
  void changesATextIfAndOnlyIfItNamesAKind() {
    Property.forAll(
        MaskingTest::pieced,
        text -> {
          Masking.Masked masked = USUAL.mask(text);
          assertThat(masked.kinds().isEmpty()).isEqualTo(masked.text().equals(text));
          masked.kinds().forEach(kind -> assertThat(masked.text()).contains("[" + kind + "]"));
        });
  }

  @Test
  void findsEachWhereverItStands() {
    List<String> all =
        List.of("jo@example.org", "192.0.2.7", "4111 1111 1111 1111", "+49 171 2345678");
    Property.forAll(
        (random, size) ->
            words(random, size)
                + " "
                + all.get(random.nextInt(all.size()))
                + " "
                + words(random, size),
        text -> assertThat(all).noneMatch(USUAL.mask(text).text()::contains));
  }

  @Test
  void takesTimeInProportionToTheTextWhateverItIs() {
    int most = 10_000;
    Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          for (String piece :
              List.of(
                  "1 ",
                  "1-",
                  "1",
                  "a@",
                  "a.",
                  "@",
                  "a",
                  "a:",
                  ":",
                  "1:",
                  "f:",
                  "1.",
                  "de12 ",
                  "de12",
                  "1(",
                  "(",
                  "+",
                  "1/1/",
                  "12-12-",
                  "2024-01-",
                  "DE89 3704 0044 05",
                  "DE89370400440532013000",
                  "DE89370400440532013000x",
                  "x@x.",
                  "4111 1111 1111 1112 ",
                  "::1",
                  "1.1.1.1.",
                  "é",
                  "my name is ",
                  "my name is Anna ",
                  "order number 1 ",
                  "Mr. ",
                  "1 Main ",
                  "two ",
                  " - Ab",
                  "a at b dot ",
                  "1\u00a0",
                  "name: a ",
                  "my dad A ",
                  "1\u200b",
                  "A Str ")) {
            String text = piece.repeat(most / piece.length());
            assertThat(USUAL.mask(text).text()).isNotNull();
            assertThat(USUAL.mask(text + "@").text()).isNotNull();
            assertThat(USUAL.mask(text + "x@x").text()).isNotNull();
          }
        });
  }

  private static String pieced(Random random, int size) {
    List<String> pieces =
        List.of(
            "jo@example.org",
            "@",
            ".",
            "192.0.2.7",
            "::",
            "fe80",
            ":",
            "DE89 3704 0044 0532 0130 00",
            "de89370400440532013000",
            "4111 1111 1111 1111",
            "4111111111111111",
            "+49",
            "171",
            "0",
            "2024-01-15",
            "1/2/24",
            "-",
            " ",
            "(",
            ")",
            "/",
            "x",
            "ab12",
            "[",
            "]",
            "5551234567",
            "٤١١١",
            "é",
            "\u00a0",
            "\u200b",
            "\u202e",
            "12.99",
            "%",
            "+");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1 + size / 3; i++) {
      text.append(pieces.get(random.nextInt(pieces.size())));
    }
    return text.toString();
  }

  private static String words(Random random, int size) {
    List<String> words =
        List.of("the", "checkout", "of 2024-01-15", "fails", "5 times", "v2.1.3", ":", "99");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < size / 5; i++) {
      text.append(words.get(random.nextInt(words.size()))).append(", ");
    }
    return text.toString();
  }

  private Masking with(String lines) throws IOException {
    return Masking.with(Files.writeString(folder.resolve("patterns"), lines));
  }

  private void checkRefused(String lines, String... parts) throws IOException {
    Files.writeString(folder.resolve("patterns"), lines);
    assertThatThrownBy(() -> Masking.with(folder.resolve("patterns")))
        .isInstanceOf(ServiceException.class)
        .hasMessageContainingAll(parts);
  }

  private static void check(String text, String masked) {
    assertThat(USUAL.mask(text).text()).isEqualTo(masked);
  }

  private static void stays(String... texts) {
    for (String text : texts) {
      assertThat(USUAL.mask(text)).isEqualTo(new Masking.Masked(text, List.of()));
    }
  }
}
