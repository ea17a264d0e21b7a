package dev.ombud.flag;

import dev.ombud.domain.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Where a person falls in a division by percentages: always at the same place, however the
/// percentages change, and for each purpose at another one. The place is the first eight bytes of
/// SHA-256 over flag, purpose and targeting key, each followed by a zero byte, taken as an unsigned
/// number modulo 100,000. Stateless.
final class Bucket {
  private static final int PARTS = 100_000;

  private Bucket() {}

  /// Whether a person is among the first so many percent.
  static boolean isBelow(double percent, String flag, String purpose, String targetingKey) {
    return percent > 0 && place(flag, purpose, targetingKey) < percent;
  }

  /// From 0, less than 100.
  static double place(String flag, String purpose, String targetingKey) {
    MessageDigest digest = Sha256.begin();
    for (String part : new String[] {flag, purpose, targetingKey}) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    long first = ByteBuffer.wrap(digest.digest()).getLong();
    return Long.remainderUnsigned(first, PARTS) * 100.0 / PARTS;
  }
}
