package dev.ombud.door.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TriesTest {
  private final HandClock clock = new HandClock(Instant.parse("2026-11-20T12:00:00Z"));
  private final Tries tries = new Tries(clock);

  @Test
  void allowsTenAMinuteFromAnAddress() {
    for (int i = 0; i < Tries.MAX_TRIES; i++) {
      assertThat(tries.mayTry("10.0.0.1")).as("try %d", i).isTrue();
      tries.fail("10.0.0.1");
    }
    assertThat(tries.mayTry("10.0.0.1")).isFalse();
    assertThat(tries.mayTry("10.0.0.2")).isTrue();
    clock.turn(Duration.ofSeconds(59));
    assertThat(tries.mayTry("10.0.0.1")).isFalse();
    clock.turn(Duration.ofSeconds(1));
    assertThat(tries.mayTry("10.0.0.1")).isTrue();
    tries.fail("10.0.0.1");
    assertThat(tries.mayTry("10.0.0.1")).as("a new minute").isTrue();
  }

  @Test
  void forgetsTheOldestAddressOnly() {
    for (int i = 0; i < Tries.MAX_TRIES; i++) {
      tries.fail("first");
      tries.fail("second");
    }
    for (int i = 0; i < Tries.MAX_ADDRESSES - 1; i++) {
      tries.fail("other-" + i);
    }
    assertThat(tries.mayTry("first")).isTrue();
    assertThat(tries.mayTry("second")).isFalse();
  }
}
