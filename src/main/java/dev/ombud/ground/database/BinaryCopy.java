package dev.ombud.ground.database;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Rows in PostgreSQL's binary COPY format (PostgreSQL manual, COPY, "Binary Format"):
///
/// | bytes | what |
/// |---|---|
/// | 11 | signature `PGCOPY\n\377\r\n\0` |
/// | 4 + 4 | flags 0, header extension length 0 |
/// | a row: 2 | number of fields |
/// | a field: 4 + n | length and content in the type's binary form; length -1 for null |
/// | 2 | trailer -1 |
///
/// Columns are written in the order of the COPY statement. Not thread-safe; reusable after
/// [#copyInto].
public final class BinaryCopy {
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  /// Microseconds from the Unix epoch to PostgreSQL's, 2000-01-01.
  private static final long EPOCH_MICROS = 946_684_800_000_000L;

  private static final int TEXT_OID = 25;

  /// A buffer that a rare batch of large rows has blown up is not kept.
  private static final int KEPT_BYTES = 8 << 20;

  private byte[] bytes;
  private int length;
  private long rows;

  public BinaryCopy(int capacity) {
    bytes = new byte[Math.max(capacity, HEADER.length + 2)];
    clear();
  }

  /// Forgets all rows, also those of a use that ended in an exception.
  public void clear() {
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[KEPT_BYTES];
    }
    System.arraycopy(HEADER, 0, bytes, 0, HEADER.length);
    length = HEADER.length;
    rows = 0;
  }

  public BinaryCopy row(int fields) {
    rows++;
    return int16(fields);
  }

  public BinaryCopy text(@Nullable String value) {
    return value == null ? absent() : bytea(value.getBytes(StandardCharsets.UTF_8));
  }

  public BinaryCopy name(Enum<?> value) {
    return text(value.name());
  }

  public BinaryCopy bytea(byte[] value) {
    int32(value.length);
    return raw(value);
  }

  public BinaryCopy uuid(@Nullable UUID value) {
    return value == null
        ? absent()
        : int32(16).int64(value.getMostSignificantBits()).int64(value.getLeastSignificantBits());
  }

  public BinaryCopy timestamp(Instant value) {
    long micros = value.getEpochSecond() * 1_000_000 + value.getNano() / 1_000;
    return int32(8).int64(micros - EPOCH_MICROS);
  }

  public BinaryCopy number(double value) {
    return int32(8).int64(Double.doubleToLongBits(value));
  }

  public BinaryCopy integer(int value) {
    return int32(4).int32(value);
  }

  public BinaryCopy bigint(long value) {
    return int32(8).int64(value);
  }

  public BinaryCopy smallint(int value) {
    return int32(2).int16(value);
  }

  /// A one-dimensional `text[]`.
  public BinaryCopy texts(List<String> values) {
    int start = length;
    int32(0);
    int32(values.isEmpty() ? 0 : 1).int32(0).int32(TEXT_OID);
    if (!values.isEmpty()) {
      int32(values.size()).int32(1);
      values.forEach(this::text);
    }
    int end = length;
    length = start;
    int32(end - start - 4);
    length = end;
    return this;
  }

  /// Sends all rows and forgets them.
  ///
  /// @param statement `copy … from stdin (format binary)`
  /// @throws SQLException also where the server took another number of rows
  public void copyInto(Connection connection, String statement) throws SQLException {
    int16(-1);
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    try {
      copy.writeToCopy(bytes, 0, length);
      long taken = copy.endCopy();
      if (taken != rows) {
        throw new SQLException("sent " + rows + " rows, the server took " + taken);
      }
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
      clear();
    }
  }

  private BinaryCopy absent() {
    return int32(-1);
  }

  private BinaryCopy raw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  private BinaryCopy int16(int value) {
    room(2);
    bytes[length++] = (byte) (value >>> 8);
    bytes[length++] = (byte) value;
    return this;
  }

  private BinaryCopy int32(int value) {
    return int16(value >>> 16).int16(value);
  }

  private BinaryCopy int64(long value) {
    return int32((int) (value >>> 32)).int32((int) value);
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
