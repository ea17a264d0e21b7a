package dev.ombud.act.flag;

import dev.ombud.ground.base.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Where a person falls in a division by percentages: always at the same place, however the
/// percentages change, and for each purpose at another one. The place is taken from SHA-256 over
/// flag, purpose and targeting key, each followed by a zero byte: the first eight bytes, as an
/// unsigned number modulo 100,000, and the next eight modulo 1,000 as three more digits. Stateless.
final class Bucket {
  /// How many places there are: a share counts to a millionth of a percent.
  static final int PLACES = 100_000_000;

  /// So many of them are one percent.
  static final int OF_A_PERCENT = PLACES / 100;

  private static final int COARSE = 100_000;
  private static final int FINE = PLACES / COARSE;

  private Bucket() {}

  /// Whether a person is among the first so many percent.
  static boolean isBelow(double percent, String flag, String purpose, String targetingKey) {
    return percent > 0 && place(flag, purpose, targetingKey) < percent * OF_A_PERCENT;
  }

  /// From 0, less than [#PLACES].
  static int place(String flag, String purpose, String targetingKey) {
    MessageDigest digest = Sha256.begin();
    for (String part : new String[] {flag, purpose, targetingKey}) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
    int coarse = (int) Long.remainderUnsigned(bytes.getLong(), COARSE);
    return coarse * FINE + (int) Long.remainderUnsigned(bytes.getLong(), FINE);
  }

  /// Up to which place the people of before had the first so many percent, when places had five
  /// digits and a bound within one gave all of it away.
  static int boundOfFiveDigits(double percent) {
    int coarse = Math.max(0, (int) (percent * (COARSE / 100)) - 1);
    while (coarse < COARSE && coarse * 100.0 / COARSE < percent) {
      coarse++;
    }
    return coarse * FINE;
  }
}
