package dev.ombud.record.search;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/// The last decision of a page, after which the next page begins.
///
/// Callers have it as a cursor, which they take as opaque: base64url without padding over 32 bytes,
/// which are the first 8 of the SHA-256 of the order and the canonical filter, the priority as a
/// big-endian IEEE 754 number, and the id. So a cursor fits no other question than its own.
///
/// @param priority counts only in the order of priority
public record Position(double priority, UUID id) {
  private static final int QUESTION = 8;
  private static final int BYTES = QUESTION + Double.BYTES + 2 * Long.BYTES;

  String cursor(DecisionFilter filter, DecisionOrder order) {
    ByteBuffer bytes =
        ByteBuffer.allocate(BYTES)
            .put(question(filter, order))
            .putDouble(priority)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /// @throws ServiceException BAD_PARAMETER where the cursor is none, or of another question
  static Position read(String cursor, DecisionFilter filter, DecisionOrder order) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
    } catch (IllegalArgumentException e) {
      throw ServiceException.badParameter(
          "`cursor` is none of ours: send one as an answer gave it");
    }
    if (bytes.remaining() != BYTES) {
      throw ServiceException.badParameter(
          "`cursor` is none of ours: send one as an answer gave it");
    }
    byte[] question = new byte[QUESTION];
    bytes.get(question);
    if (!Arrays.equals(question, question(filter, order))) {
      throw ServiceException.badParameter(
          "`cursor` belongs to another question: send it with the filter and the order that it came"
              + " from");
    }
    double priority = bytes.getDouble();
    return new Position(priority, new UUID(bytes.getLong(), bytes.getLong()));
  }

  private static byte[] question(DecisionFilter filter, DecisionOrder order) {
    String text = order + "?" + filter.canonical();
    return Arrays.copyOf(Sha256.of(text), QUESTION);
  }
}
