package dev.ombud.ground.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class TimeIdsTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-02T18:00:00.123Z"));
  private final TimeIds ids = new TimeIds(new SettableClock(now));

  @Test
  void isAUuidOfVersionSevenThatHoldsTheTime() {
    UUID id = ids.next();
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(Instant.ofEpochMilli(TimeIds.millisOf(id))).isEqualTo(now.get());
  }

  @Test
  void rfc9562ExampleHoldsItsTime() {
    UUID example = UUID.fromString("017F22E2-79B0-7CC3-98C4-DC0C0C07398F");
    assertThat(TimeIds.millisOf(example)).isEqualTo(0x017F22E279B0L);
  }

  @Test
  void rises() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      made.add(hex(ids.next()));
    }
    assertThat(made).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void risesAlsoWhenTheClockIsSetBack() {
    UUID before = ids.next();
    now.set(now.get().minusSeconds(3600));
    assertThat(hex(ids.next())).isGreaterThan(hex(before));
  }

  @Test
  void firstOfAMillisecondIsTheLeastOfIt() {
    UUID id = ids.next();
    assertThat(hex(TimeIds.first(TimeIds.millisOf(id)))).isLessThanOrEqualTo(hex(id));
    assertThat(hex(TimeIds.first(TimeIds.millisOf(id) + 1))).isGreaterThan(hex(id));
  }

  private static String hex(UUID id) {
    HexFormat format = HexFormat.of();
    return format.toHexDigits(id.getMostSignificantBits())
        + format.toHexDigits(id.getLeastSignificantBits());
  }

  private static final class SettableClock extends Clock {
    private final AtomicReference<Instant> now;

    SettableClock(AtomicReference<Instant> now) {
      this.now = now;
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
