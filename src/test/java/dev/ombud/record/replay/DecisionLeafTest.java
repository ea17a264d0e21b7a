package dev.ombud.record.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.database.BinaryCopy;
import dev.ombud.record.log.DecisionLeaf;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGStatement;

/// Goal: a leaf made of the database's bytes is byte for byte the leaf of the row. Method: rows
/// with every character that JSON escapes, with and without each value that may be absent, are put
/// on record and read both ways.
class DecisionLeafTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String SQL =
      "select "
          + DecisionLeaf.COLUMN_LIST
          + " from decisions d join records r on r.id = d.id order by d.id";

  private static final List<DecisionRow> ROWS = new ArrayList<>();

  @BeforeAll
  static void record() throws SQLException {
    Random random = new Random(11);
    Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    BinaryCopy decisions = new BinaryCopy(1 << 16);
    BinaryCopy records = new BinaryCopy(1 << 16);
    for (int number = 0; number < 500; number++) {
      List<String> terms =
          IntStream.range(0, random.nextInt(4)).mapToObj(_ -> odd(random)).toList();
      DecisionRow row =
          Rows.with(
              start.plusMillis(number),
              number,
              odd(random),
              number % 4 == 0 ? null : odd(random),
              terms);
      row.fileInto(decisions);
      row.keepIn(records);
      ROWS.add(row);
    }
    try (Connection connection = POSTGRES.database().dataSource().getConnection()) {
      decisions.copyInto(connection, DecisionRow.COPY_DECISIONS);
      records.copyInto(connection, DecisionRow.COPY_RECORDS);
    }
  }

  /// Any text that PostgreSQL can keep, with all control characters sooner or later.
  private static String odd(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.appendCodePoint(
          switch (random.nextInt(5)) {
            case 0 -> 1 + random.nextInt(0x1F);
            case 1 -> "\"\\/\u007F".charAt(random.nextInt(4));
            case 2 -> 0x80 + random.nextInt(0xD800 - 0x80);
            case 3 -> 0x10000 + random.nextInt(0x100000);
            default -> 'a' + random.nextInt(26);
          });
    }
    return text.toString();
  }

  private interface Reading {
    void read(ResultSet row) throws SQLException;
  }

  /// @param threshold of the driver: -1 asks for everything in binary form
  private static void ask(int threshold, Reading reading) throws SQLException {
    try (Connection connection = POSTGRES.database().dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(SQL)) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(threshold);
      try (ResultSet row = statement.executeQuery()) {
        reading.read(row);
      }
    }
  }

  @Test
  void isTheLeafOfTheRow() throws SQLException {
    ask(
        -1,
        row -> {
          for (DecisionRow expected : ROWS) {
            assertThat(row.next()).isTrue();
            assertThat(new String(DecisionLeaf.of(row, 1), StandardCharsets.UTF_8))
                .isEqualTo(new String(expected.leaf(), StandardCharsets.UTF_8));
            assertThat(DecisionRow.read(row).leaf()).isEqualTo(expected.leaf());
          }
          assertThat(row.next()).isFalse();
        });
  }

  @Test
  void refusesColumnsThatAreNotInBinaryForm() throws SQLException {
    ask(
        0,
        row -> {
          assertThat(row.next()).isTrue();
          assertThatThrownBy(() -> DecisionLeaf.of(row, 1))
              .isInstanceOf(SQLException.class)
              .hasMessage("column `d.decided_at` does not have its binary form");
        });
  }
}
