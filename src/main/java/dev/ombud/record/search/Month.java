package dev.ombud.record.search;

import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/// A month of the record, which is a partition, cut into stretches of time by the first digits of
/// ids. Immutable.
///
/// @param first no id of the month is less
/// @param end the first of the next month
/// @param digits of an id that name a stretch: 5 for 3.1 days, 6 for 4.7 hours
record Month(UUID first, UUID end, int digits) {
  /// A month of more bytes, which are somewhat over a million decisions, has shorter stretches.
  private static final long LARGE = 1L << 30;

  private static final int HALF = 64;
  private static final int BITS_A_DIGIT = 4;

  /// @param partition as `decisions_2026_01`
  static Month of(String partition, long bytes) {
    String name = partition.substring(partition.length() - "2026_01".length());
    YearMonth month = YearMonth.parse(name.replace('_', '-'));
    return new Month(bound(month), bound(month.plusMonths(1)), bytes > LARGE ? 6 : 5);
  }

  /// As `ombud_month_bound` has it.
  private static UUID bound(YearMonth month) {
    return new UUID(
        month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() << 16, 0);
  }

  /// The first digits of all ids of this month from one on and before another.
  List<String> stretches(UUID from, UUID before, boolean isDescending) {
    UUID least = isBefore(first, from) ? from : first;
    UUID most = isBefore(before, end) ? before : end;
    if (!isBefore(least, most)) {
      return List.of();
    }
    int shift = HALF - BITS_A_DIGIT * digits;
    List<String> names = new ArrayList<>();
    for (long name = least.getMostSignificantBits() >>> shift;
        name <= most.getMostSignificantBits() >>> shift;
        name++) {
      names.add(("%0" + digits + "x").formatted(name));
    }
    if (isDescending) {
      Collections.reverse(names);
    }
    return names;
  }

  /// As PostgreSQL orders identities: by unsigned bytes.
  static boolean isBefore(UUID left, UUID right) {
    int high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
    int low = Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    return high == 0 ? low < 0 : high < 0;
  }
}
