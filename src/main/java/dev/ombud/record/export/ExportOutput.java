package dev.ombud.record.export;

import dev.ombud.ground.base.Sha256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/// The bytes of an export on their way to whoever asked, counted and digested: as a whole by
/// SHA-256, and in parts of a fixed size by CRC-32C, which costs nothing beside it and is enough to
/// narrow damage down. Belongs to one thread.
public final class ExportOutput {
  /// Of every part but the last.
  static final long PART_BYTES = 256L << 20;

  /// What the target gets at once at most, so that it need not hold more.
  private static final int PIECE_BYTES = 1 << 20;

  private final Exports.Target target;
  private final long partBytes;
  private final MessageDigest whole = Sha256.begin();
  private final CRC32C part = new CRC32C();
  private final List<String> parts = new ArrayList<>();
  private long count;
  private long inPart;

  public ExportOutput(Exports.Target target) {
    this(target, PART_BYTES);
  }

  ExportOutput(Exports.Target target, long partBytes) {
    this.target = target;
    this.partBytes = partBytes;
  }

  void write(byte[] bytes) throws InterruptedException {
    write(bytes, bytes.length);
  }

  void write(byte[] bytes, int length) throws InterruptedException {
    for (int from = 0; from < length; ) {
      int piece = (int) Math.min(Math.min(length - from, PIECE_BYTES), partBytes - inPart);
      whole.update(bytes, from, piece);
      part.update(bytes, from, piece);
      target.take(bytes, from, piece);
      count += piece;
      inPart += piece;
      from += piece;
      if (inPart == partBytes) {
        endPart();
      }
    }
  }

  /// Where the next byte will stand.
  long count() {
    return count;
  }

  /// Ends the digests. Nothing may be written after it.
  Digests end() {
    if (inPart > 0) {
      endPart();
    }
    return new Digests(count, HexFormat.of().formatHex(whole.digest()), partBytes, parts);
  }

  private void endPart() {
    parts.add(HexFormat.of().toHexDigits((int) part.getValue()));
    part.reset();
    inPart = 0;
  }

  /// What came out.
  ///
  /// @param sha256 of all bytes, in hexadecimal digits
  /// @param parts CRC-32C of each part of so many bytes, 8 hexadecimal digits; the last may be
  ///   shorter
  record Digests(long bytes, String sha256, long partBytes, List<String> parts) {
    Digests {
      parts = List.copyOf(parts);
    }
  }
}
