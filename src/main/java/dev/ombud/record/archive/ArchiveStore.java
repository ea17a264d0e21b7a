package dev.ombud.record.archive;

import dev.ombud.ground.database.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What the database knows of months and their archives. Thread-safe.
public final class ArchiveStore {
  /// Whoever holds it archives; it ends with the session.
  private static final long ARCHIVING = 7_226_839_016_403_579L;

  private static final String MONTHS =
      """
      select right(c.relname, 7) from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = cast(? as regclass) order by 1
      """;

  private final Database database;

  public ArchiveStore(Database database) {
    this.database = database;
  }

  /// A month in a file.
  ///
  /// @param digest SHA-256 of the lines, before they are compressed
  record Archived(
      YearMonth month, Instant at, long records, long bytes, String path, byte[] digest) {}

  /// A leaf of the log.
  record Leaf(UUID record, byte[] hash) {}

  /// Work that one instance at a time does.
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException, InterruptedException;
  }

  /// Does it, if no other instance is at it.
  <T> Optional<T> alone(Work<T> work) throws SQLException, InterruptedException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      if (!isTrue(statement, "select pg_try_advisory_lock(" + ARCHIVING + ")")) {
        return Optional.empty();
      }
      try {
        return Optional.of(work.run());
      } finally {
        isTrue(statement, "select pg_advisory_unlock(" + ARCHIVING + ")");
      }
    }
  }

  private static boolean isTrue(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getBoolean(1);
    }
  }

  /// The months whose decisions are in the database, the oldest first.
  List<YearMonth> months() {
    return months("decisions");
  }

  /// The months that have texts of evidence, also erased ones.
  List<YearMonth> monthsOfTexts() {
    return months("evidence_texts");
  }

  private List<YearMonth> months(String table) {
    return database.ask(handle ->
        handle.createQuery(MONTHS).bind(0, "public." + table).mapTo(String.class).stream()
            .map(name -> YearMonth.parse(name.replace('_', '-')))
            .toList());
  }

  /// Why a month has to stay, if it has to.
  Optional<String> obstacle(YearMonth month) {
    return database.ask(handle ->
        handle
            .createQuery("select ombud_month_obstacle(?)")
            .bind(0, month.atDay(1))
            .mapTo(String.class)
            .findOne());
  }

  /// How many decisions there are in a range of identities.
  long count(UUID from, UUID to) {
    return database.ask(handle ->
        handle
            .createQuery("select count(*) from decisions where id >= ? and id < ?")
            .bind(0, from)
            .bind(1, to)
            .mapTo(Long.class)
            .one());
  }

  /// The archive of a month that is still in the database.
  Optional<Archived> find(YearMonth month) {
    return database.ask(handle ->
        handle
            .createQuery(
                "select archived_at, records, bytes, path, digest from archives where month = ?")
            .bind(0, month.atDay(1))
            .map((row, _) ->
                new Archived(
                    month,
                    row.getTimestamp("archived_at").toInstant(),
                    row.getLong("records"),
                    row.getLong("bytes"),
                    row.getString("path"),
                    row.getBytes("digest")))
            .findOne());
  }

  /// Some leaves of decisions by their indexes.
  Map<Long, Leaf> leaves(Collection<Long> indexes) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select leaf_index, record_id, hash from log_leaves"
                    + " where leaf_index = any (?) and kind = 'DECISION'")) {
      Array wanted = connection.createArrayOf("bigint", indexes.toArray());
      statement.setArray(1, wanted);
      Map<Long, Leaf> leaves = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          leaves.put(row.getLong(1), new Leaf(row.getObject(2, UUID.class), row.getBytes(3)));
        }
      }
      return leaves;
    }
  }

  /// What is done together with something else in one transaction.
  @FunctionalInterface
  interface Together {
    void run(Connection connection) throws SQLException;
  }

  /// Says that a month is archived.
  void record(Archived archived, Together together) throws SQLException {
    change(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "insert into archives (month, archived_at, records, bytes, path, digest)"
                  + " values (?, ?, ?, ?, ?, ?)")) {
        statement.setObject(1, archived.month().atDay(1));
        statement.setObject(2, archived.at().atOffset(ZoneOffset.UTC));
        statement.setLong(3, archived.records());
        statement.setLong(4, archived.bytes());
        statement.setString(5, archived.path());
        statement.setBytes(6, archived.digest());
        statement.executeUpdate();
      }
      together.run(connection);
    });
  }

  /// Drops a month's decisions.
  ///
  /// @throws SQLException where it may not go, or somebody reads it for long
  void retire(YearMonth month, Together together) throws SQLException {
    change(connection -> {
      call(connection, "select ombud_retire_month(?)", month.atDay(1));
      together.run(connection);
    });
  }

  /// Drops what is left of a retired month's texts, if nothing is.
  void dropTexts(YearMonth month) throws SQLException {
    change(connection -> call(connection, "select ombud_drop_texts(?)", month.atDay(1)));
  }

  private static void call(Connection connection, String sql, LocalDate month) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, month);
      statement.execute();
    }
  }

  private void change(Together change) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      try {
        change.run(connection);
        connection.commit();
      } finally {
        // After the commit there is nothing left to take back.
        connection.rollback();
      }
    }
  }
}
