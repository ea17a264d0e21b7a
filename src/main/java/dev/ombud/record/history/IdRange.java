package dev.ombud.record.history;

import dev.ombud.ground.base.TimeIds;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// The identities of the decisions of a half-open range of time, without its ends: every identity
/// carries the millisecond of its decision (`docs/database.md`, Partitions).
///
/// @param after less than every identity of the range
/// @param before greater than every identity of the range
public record IdRange(UUID after, UUID before) {
  /// The year 6429: half of what 48 bits can say, so that no sign gets in the way.
  private static final long LAST_MILLIS = (1L << 47) - 1;

  public static IdRange of(Instant from, Instant to) {
    return new IdRange(below(TimeIds.first(millis(from))), TimeIds.first(millis(to)));
  }

  /// No identity of our version and variant stands between the two.
  private static UUID below(UUID first) {
    return new UUID(first.getMostSignificantBits(), first.getLeastSignificantBits() - 1);
  }

  /// The part that begins with a decision and ends so much later, or with the whole.
  public IdRange slice(UUID first, Duration length) {
    UUID end = TimeIds.first(TimeIds.millisOf(first) + length.toMillis());
    boolean isShorter = end.getMostSignificantBits() < before.getMostSignificantBits();
    return new IdRange(after, isShorter ? end : before);
  }

  /// What is left of the whole after a slice.
  public IdRange without(IdRange slice) {
    return new IdRange(below(slice.before()), before);
  }

  public IdRange startingAfter(UUID id) {
    return new IdRange(id, before);
  }

  /// The first whole millisecond that is not before a moment: decisions have no finer time.
  private static long millis(Instant moment) {
    if (moment.isBefore(Instant.EPOCH)) {
      return 0;
    }
    if (moment.getEpochSecond() > LAST_MILLIS / 1000) {
      return LAST_MILLIS;
    }
    return Math.min(LAST_MILLIS, moment.plusNanos(999_999).toEpochMilli());
  }
}
