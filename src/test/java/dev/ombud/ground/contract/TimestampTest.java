package dev.ombud.ground.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.Property;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("property")
final class TimestampTest {

  @Test
  void namesTheMomentThatTheJdkNames() {
    Property.forAll(
        (random, _) -> written(random),
        text ->
            assertThat(Timestamp.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant()));
  }

  @Test
  void readsAFractionOfAnyLength() {
    assertThat(Timestamp.parse("2026-03-02T18:00:00.5Z"))
        .isEqualTo(Instant.parse("2026-03-02T18:00:00.500Z"));
    assertThat(Timestamp.parse("2026-03-02T18:00:00.000000001-00:30"))
        .isEqualTo(Instant.parse("2026-03-02T18:30:00.000000001Z"));
  }

  @Test
  void refusesWhatIsCutShort() {
    String whole = "2026-03-02T18:00:00.123+01:00";
    for (int length = 0; length < whole.length(); length++) {
      assertThat(Timestamp.parse(whole.substring(0, length))).as("%s", length).isNull();
    }
    assertThat(Timestamp.parse(whole)).isNotNull();
    assertThat(Timestamp.parse(whole + "0")).isNull();
  }

  @Test
  void refusesAnyOtherCharacterInAnyPlace() {
    String whole = "2026-03-02T18:00:00.123+01:00";
    for (int i = 0; i < whole.length(); i++) {
      for (char other : new char[] {'x', ' ', '/', ';', '\u0661'}) {
        StringBuilder changed = new StringBuilder(whole);
        changed.setCharAt(i, other);
        assertThat(Timestamp.parse(changed.toString())).as("%s", changed).isNull();
      }
    }
  }

  private static String written(Random random) {
    Instant instant =
        Instant.ofEpochSecond(
            946_684_800L + random.nextLong(3_155_760_000L), random.nextInt(1_000_000_000));
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2 * 14 * 60) - 14 * 60));
    String text = instant.atOffset(offset).toString();
    // The JDK leaves out whole seconds that are zero.
    return text.charAt(16) == ':' ? text : text.substring(0, 16) + ":00" + text.substring(16);
  }
}
