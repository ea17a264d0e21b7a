package dev.ombud.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.domain.Tier;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WordsTest {
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
    assertThat(Words.age(age)).as(age.toString()).isEqualTo(expected);
  }

  @Test
  void givesEachNumberItsUnit() {
    assertThat(Words.count(1, "decision")).isEqualTo("1 decision");
    assertThat(Words.count(0, "decision")).isEqualTo("0 decisions");
    assertThat(Words.count(1_204, "decision")).isEqualTo("1,204 decisions");
    assertThat(Words.share(0.125)).isEqualTo("12.5 %");
    assertThat(Words.decimal(100)).isEqualTo("100");
    assertThat(Words.decimal(10.5)).isEqualTo("10.5");
    assertThat(Words.decimal(0.004)).isEqualTo("0");
  }

  @Test
  void writesSentencesNamesAndTimes() {
    assertThat(Words.sentence("the body is too large")).isEqualTo("The body is too large.");
    assertThat(Words.sentence("")).isEmpty();
    assertThat(Words.name(Tier.TIER_1)).isEqualTo("Tier 1");
    assertThat(Words.time(Instant.parse("2026-01-31T08:05:00.9Z")))
        .isEqualTo("2026-01-31 08:05:00 UTC");
  }
}
