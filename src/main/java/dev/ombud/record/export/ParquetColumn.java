package dev.ombud.record.export;

import com.github.luben.zstd.Zstd;
import dev.ombud.record.export.ExportColumn.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/// The values of one column in the row group that is being filled.
///
/// A page (data page of version 1) is, compressed as a whole: the repetition levels where the
/// column is a list, the definition levels where it may have no value or is a list, the values in
/// PLAIN encoding. Levels are a length of four bytes and runs of the RLE hybrid of bit width 1. All
/// numbers are little-endian. Belongs to one thread.
final class ParquetColumn {
  private static final int PAGE_BYTES = 1 << 20;

  /// The fastest of those that still compress several times.
  private static final int LEVEL = 1;

  private final ExportColumn column;
  private final ParquetLevels repetition = new ParquetLevels();
  private final ParquetLevels definition = new ParquetLevels();
  private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
  private byte[] values = new byte[4096];
  private int length;
  private int inPage;
  private long count;
  private long absent;
  private long uncompressed;
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;

  ParquetColumn(ExportColumn column) {
    this.column = column;
  }

  /// How the values are stored.
  Type type() {
    return switch (column.kind()) {
      case INTEGER -> Type.INT32;
      case LONG, TIME -> Type.INT64;
      case DOUBLE -> Type.DOUBLE;
      case TEXT, TEXTS, JSON -> Type.BYTE_ARRAY;
    };
  }

  /// The path of the column that has the values.
  List<String> path() {
    return isList() ? List.of(column.name(), "list", "element") : List.of(column.name());
  }

  private boolean isList() {
    return column.kind() == Kind.TEXTS;
  }

  void add(ExportRow row) {
    Object value = column.value().apply(row);
    if (value instanceof List<?> items) {
      addAll(items);
    } else {
      begin(0, value != null);
      put(value);
    }
    if (length >= PAGE_BYTES) {
      endPage();
    }
  }

  private void addAll(List<?> items) {
    if (items.isEmpty()) {
      begin(0, false);
    }
    for (int i = 0; i < items.size(); i++) {
      begin(i == 0 ? 0 : 1, true);
      put(items.get(i));
    }
  }

  private void begin(int repeats, boolean isThere) {
    if (isList()) {
      repetition.add(repeats);
    }
    if (isList() || column.isOptional()) {
      definition.add(isThere ? 1 : 0);
    } else if (!isThere) {
      throw new IllegalStateException("column " + column.name() + " has no value");
    }
    inPage++;
    absent += isThere ? 0 : 1;
  }

  private void put(@Nullable Object value) {
    switch (value) {
      case null -> {}
      case Integer number -> little(number, 4);
      case Long number -> bounded(number);
      case Instant time ->
          bounded(Math.addExact(time.getEpochSecond() * 1_000_000, time.getNano() / 1_000));
      case Double number -> little(Double.doubleToLongBits(number), 8);
      case String text -> bytes(text.getBytes(StandardCharsets.UTF_8));
      case byte[] json -> bytes(json);
      default -> throw new IllegalStateException("no form in Parquet for " + value.getClass());
    }
  }

  private void bounded(long value) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
    little(value, 8);
  }

  private void bytes(byte[] bytes) {
    little(bytes.length, 4);
    room(bytes.length);
    System.arraycopy(bytes, 0, values, length, bytes.length);
    length += bytes.length;
  }

  private void little(long value, int size) {
    room(size);
    for (int i = 0; i < size; i++) {
      values[length++] = (byte) (value >>> (8 * i));
    }
  }

  private void room(int more) {
    if (length + more > values.length) {
      values = Arrays.copyOf(values, Math.max(2 * values.length, length + more));
    }
  }

  /// About how much memory it holds.
  int held() {
    return pages.size() + length;
  }

  private void endPage() {
    if (inPage == 0) {
      return;
    }
    ByteArrayOutputStream page = new ByteArrayOutputStream(length + 1024);
    repetition.endInto(page);
    definition.endInto(page);
    page.write(values, 0, length);
    byte[] compressed = Zstd.compress(page.toByteArray(), LEVEL);
    PageHeader header = new PageHeader(PageType.DATA_PAGE, page.size(), compressed.length);
    header.setData_page_header(
        new DataPageHeader(inPage, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
    int before = pages.size();
    try {
      Util.writePageHeader(header, pages);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    uncompressed += pages.size() - before + page.size();
    pages.writeBytes(compressed);
    count += inPage;
    inPage = 0;
    length = 0;
  }

  /// Writes all pages of the row group and forgets them.
  ColumnMetaData endInto(ExportOutput output) throws InterruptedException {
    endPage();
    ColumnMetaData data =
        new ColumnMetaData(
            type(),
            List.of(Encoding.PLAIN, Encoding.RLE),
            path(),
            CompressionCodec.ZSTD,
            count,
            uncompressed,
            pages.size(),
            output.count());
    data.setStatistics(statistics());
    output.write(pages.toByteArray());
    pages.reset();
    count = 0;
    absent = 0;
    uncompressed = 0;
    least = Long.MAX_VALUE;
    greatest = Long.MIN_VALUE;
    return data;
  }

  /// With the bounds of 64-bit numbers and times, by which readers skip row groups.
  private Statistics statistics() {
    Statistics statistics = new Statistics();
    statistics.setNull_count(absent);
    if (least <= greatest) {
      statistics.setMin_value(littleEndian(least));
      statistics.setMax_value(littleEndian(greatest));
    }
    return statistics;
  }

  private static byte[] littleEndian(long value) {
    byte[] bytes = new byte[8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (value >>> (8 * i));
    }
    return bytes;
  }
}
