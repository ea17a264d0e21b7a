package dev.ombud.ground.base;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/// Makes UUIDv7 identities (RFC 9562, section 5.7): 48 bits of Unix milliseconds, a 12-bit counter
/// that rises within a millisecond (section 6.2, method 1), 62 random bits. Every identity is
/// greater than the one before, also when the clock is set back. Thread-safe.
public final class TimeIds {
  /// Later than any identity that is ever made.
  public static final Instant EVER = Instant.parse("9999-12-31T23:59:59Z");

  private static final int COUNTER_BITS = 12;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  // INVARIANT: milliseconds and counter of the last identity, in one ascending number.
  private long last;

  public TimeIds(Clock clock) {
    this.clock = clock;
  }

  public synchronized UUID next() {
    last = Math.max(clock.millis() << COUNTER_BITS, last + 1);
    long millis = last >>> COUNTER_BITS;
    long counter = last & ((1L << COUNTER_BITS) - 1);
    long high = (millis << 16) | 0x7000L | counter;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  /// Reads an identity that somebody names; nothing where it is none.
  public static Optional<UUID> read(String text) {
    try {
      UUID id = UUID.fromString(text);
      // The JDK also reads `1-1-1-1-1`, which is no identity that we ever gave out.
      return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// An identity of a moment that is not now; within its millisecond it comes anywhere.
  public static UUID at(Instant moment) {
    SecureRandom random = Chance.SOURCE;
    long high = (moment.toEpochMilli() << 16) | 0x7000L | random.nextInt(1 << COUNTER_BITS);
    return new UUID(high, (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L);
  }

  /// Made when it is first needed: seeding takes a while.
  private static final class Chance {
    private static final SecureRandom SOURCE = new SecureRandom();
  }

  /// Whether identities can be of that moment: of the years from 1970 to 9999.
  public static boolean covers(Instant moment) {
    return nearest(moment).equals(moment);
  }

  /// The same for a day.
  public static boolean covers(LocalDate day) {
    return covers(day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /// The moment, or the first or the last that identities can be of, where it is beyond.
  public static Instant nearest(Instant moment) {
    return moment.isBefore(Instant.EPOCH) ? Instant.EPOCH : moment.isAfter(EVER) ? EVER : moment;
  }

  /// The Unix milliseconds in an identity.
  public static long millisOf(UUID id) {
    return id.getMostSignificantBits() >>> 16;
  }

  /// The least identity that is not before a moment: a bound for ranges of time that need not be
  /// whole milliseconds.
  public static UUID notBefore(Instant moment) {
    long millis = moment.toEpochMilli();
    return first(moment.isAfter(Instant.ofEpochMilli(millis)) ? millis + 1 : millis);
  }

  /// The least identity of a millisecond: a bound for ranges of time.
  public static UUID first(long millis) {
    return new UUID((millis << 16) | 0x7000L, 0x8000_0000_0000_0000L);
  }
}
