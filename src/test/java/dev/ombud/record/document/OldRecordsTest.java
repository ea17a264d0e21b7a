package dev.ombud.record.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.database.BinaryCopy;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.record.log.DecisionLeaf;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.replay.Rows;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGStatement;

/// Goal: what an earlier version recorded is read as ever, beside what is recorded now. Method: a
/// database with the schema of version 36 gets records as that version wrote them, is migrated, and
/// gets more.
class OldRecordsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final int LAST = 36;

  @Test
  void readsBothFormsAlike(@TempDir Path older) throws IOException, SQLException {
    try (Stream<Path> files = Files.list(TestDatabase.MIGRATIONS)) {
      for (Path file : files.filter(OldRecordsTest::isOld).toList()) {
        Files.copy(file, older.resolve(file.getFileName()));
      }
    }
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute("drop database if exists before_packing with (force)");
      statement.execute("create database before_packing");
    }
    DatabaseConfig config =
        new DatabaseConfig(
            POSTGRES.config().url().replaceFirst("/[^/]*$", "/before_packing"),
            POSTGRES.config().user(),
            POSTGRES.config().owner(),
            24);
    Instant now = Instant.now();
    List<DecisionRow> rows = new ArrayList<>();
    for (int number = 0; number < 20; number++) {
      rows.add(Rows.row(now.plusMillis(number), number));
    }
    try (Database database = Database.open(config, older, now)) {
      recordAsBefore(database, rows.subList(0, 10));
    }
    try (Database database = Database.open(config, TestDatabase.MIGRATIONS, now)) {
      Rows.record(database, rows.subList(10, 20));
      check(database, rows);
    }
  }

  private static boolean isOld(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("V") && Integer.parseInt(name.substring(1, name.indexOf("__"))) <= LAST;
  }

  private static void recordAsBefore(Database database, List<DecisionRow> rows)
      throws SQLException {
    BinaryCopy decisions = new BinaryCopy(1 << 16);
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement record =
            connection.prepareStatement(
                """
                insert into records (id, engine_version, salt, ruleset_digest, aggregate_digest,
                  texts, context, actions, reasons, near_misses, aggregate, firings)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
      for (DecisionRow row : rows) {
        row.fileInto(decisions);
        record.setObject(1, row.id());
        record.setString(2, row.engineVersion());
        record.setBytes(3, row.salt());
        record.setBytes(4, row.rulesetDigest());
        record.setBytes(5, row.aggregateDigest());
        int place = 6;
        for (byte[] each :
            List.of(
                row.documents().texts(),
                row.documents().context(),
                row.documents().actions(),
                row.documents().reasons(),
                row.documents().nearMisses(),
                row.documents().aggregate(),
                row.documents().firings())) {
          record.setString(place++, new String(each, StandardCharsets.UTF_8));
        }
        record.addBatch();
      }
      decisions.copyInto(connection, DecisionRow.COPY_DECISIONS);
      record.executeBatch();
    }
  }

  private static void check(Database database, List<DecisionRow> rows) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      for (String select :
          List.of(
              DecisionRow.SELECT,
              "select "
                  + DecisionLeaf.COLUMN_LIST
                  + " from decisions d join records r on r.id = d.id")) {
        try (PreparedStatement statement = connection.prepareStatement(select + " order by d.id")) {
          statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
          ResultSet row = statement.executeQuery();
          for (DecisionRow expected : rows) {
            assertThat(row.next()).isTrue();
            byte[] leaf =
                select.equals(DecisionRow.SELECT)
                    ? DecisionRow.read(row).leaf()
                    : DecisionLeaf.of(row, 1);
            assertThat(leaf)
                .asString()
                .isEqualTo(new String(expected.leaf(), StandardCharsets.UTF_8));
          }
          assertThat(row.next()).isFalse();
        }
      }
    }
  }
}
