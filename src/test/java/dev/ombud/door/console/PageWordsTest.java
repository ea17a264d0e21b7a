package dev.ombud.door.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.code.Tier;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PageWordsTest {
  @Test
  void saysHowLongSomethingTakes() {
    check(Duration.ofSeconds(-5), "0 s");
    check(Duration.ofSeconds(99), "99 s");
    check(Duration.ofSeconds(100), "1 min");
    check(Duration.ofMinutes(99), "99 min");
    check(Duration.ofMinutes(200), "3 h 20 min");
    check(Duration.ofHours(24), "24 h");
    check(Duration.ofHours(50), "2 d");
  }

  private static void check(Duration age, String expected) {
    assertThat(PageWords.age(age)).as(age.toString()).isEqualTo(expected);
  }

  @Test
  void givesEachNumberItsUnit() {
    assertThat(PageWords.count(1, "decision")).isEqualTo("1 decision");
    assertThat(PageWords.count(0, "decision")).isEqualTo("0 decisions");
    assertThat(PageWords.count(1_204, "decision")).isEqualTo("1,204 decisions");
    assertThat(PageWords.share(0.125)).isEqualTo("12.5 %");
    assertThat(PageWords.decimal(100)).isEqualTo("100");
    assertThat(PageWords.decimal(10.5)).isEqualTo("10.5");
    assertThat(PageWords.decimal(0.004)).isEqualTo("0");
  }

  @Test
  void writesSentencesNamesAndTimes() {
    assertThat(PageWords.sentence("the body is too large")).isEqualTo("The body is too large.");
    assertThat(PageWords.sentence("")).isEmpty();
    assertThat(PageWords.name(Tier.TIER_1)).isEqualTo("Tier 1");
    assertThat(PageWords.time(Instant.parse("2026-01-31T08:05:00.9Z")))
        .isEqualTo("2026-01-31 08:05:00 UTC");
  }
}
