package dev.ombud.record.export;

import java.io.ByteArrayOutputStream;

/// Repetition or definition levels of a page, each 0 or 1, in Parquet's RLE hybrid with bit width
/// 1: a run is twice its length as a varint and one byte with the level. Before the runs stands
/// their length in four bytes, little-endian. Belongs to one thread.
final class ParquetLevels {
  private final ByteArrayOutputStream runs = new ByteArrayOutputStream(64);
  private int level;
  private int length;

  void add(int next) {
    if (length > 0 && next != level) {
      endRun();
    }
    level = next;
    length++;
  }

  /// Adds them to a page and forgets them; nothing where there were none.
  void endInto(ByteArrayOutputStream page) {
    if (length == 0) {
      return;
    }
    endRun();
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      page.write(runs.size() >>> shift);
    }
    page.writeBytes(runs.toByteArray());
    runs.reset();
  }

  private void endRun() {
    int header = length << 1;
    while (header >= 0x80) {
      runs.write((header & 0x7F) | 0x80);
      header >>>= 7;
    }
    runs.write(header);
    runs.write(level);
    length = 0;
  }
}
