package dev.ombud.record.document;

import com.github.luben.zstd.ZstdException;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The documents of one decision, each in canonical JSON (RFC 8785, UTF-8), as they stand in a row
/// of `records`: packed in the column `documents`, or, in rows from before version 38 of the
/// schema, each in a column of its own.
///
/// Packed is one text, compressed as [DocumentDictionary] has it: the documents in the order of the
/// components here, with a line feed between two, since canonical JSON has none.
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record DecisionDocuments(
    byte[] texts,
    byte[] context,
    byte[] actions,
    byte[] reasons,
    byte[] nearMisses,
    byte[] aggregate,
    byte[] firings) {

  /// Of `records`, for [#read].
  public static final String COLUMNS =
      "texts, context, actions, reasons, near_misses, aggregate, firings, documents";

  private static final int COUNT = 7;

  /// For the column `documents`.
  public byte[] pack() {
    byte[][] all = {texts, context, actions, reasons, nearMisses, aggregate, firings};
    int length = COUNT - 1;
    for (byte[] each : all) {
      length += each.length;
    }
    byte[] plain = new byte[length];
    int at = 0;
    for (byte[] each : all) {
      if (at > 0) {
        plain[at++] = '\n';
      }
      System.arraycopy(each, 0, plain, at, each.length);
      at += each.length;
    }
    return DocumentDictionary.pack(plain);
  }

  /// Reads a row with [#COLUMNS] and `id`. The driver has texts in UTF-8; as a `String`, they would
  /// be decoded only to be encoded again.
  ///
  /// @throws ServiceException INTERNAL where they are damaged
  public static DecisionDocuments read(ResultSet row) throws SQLException {
    byte[] packed = row.getBytes("documents");
    return packed == null
        ? new DecisionDocuments(
            row.getBytes("texts"),
            row.getBytes("context"),
            row.getBytes("actions"),
            row.getBytes("reasons"),
            row.getBytes("near_misses"),
            row.getBytes("aggregate"),
            row.getBytes("firings"))
        : unpack(row.getObject("id", UUID.class), packed);
  }

  /// @param id of the decision, for the error
  /// @throws ServiceException INTERNAL where they are damaged
  public static DecisionDocuments unpack(UUID id, byte[] packed) {
    byte[] plain;
    try {
      plain = DocumentDictionary.unpack(packed);
    } catch (ZstdException e) {
      throw damaged(id, e.getMessage());
    }
    byte[][] parts = new byte[COUNT][];
    int count = 0;
    int start = 0;
    for (int at = 0; at <= plain.length; at++) {
      if (at == plain.length || plain[at] == '\n') {
        if (count == COUNT) {
          throw damaged(id, "they are more than " + COUNT);
        }
        parts[count++] = Arrays.copyOfRange(plain, start, at);
        start = at + 1;
      }
    }
    if (count < COUNT) {
      throw damaged(id, "they are fewer than " + COUNT);
    }
    return new DecisionDocuments(
        parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]);
  }

  private static ServiceException damaged(UUID id, @Nullable String why) {
    return new ServiceException(
        ErrorCode.INTERNAL,
        "the documents of decision `%s` cannot be read: %s: restore its row of `records`"
            .formatted(id, why));
  }
}
