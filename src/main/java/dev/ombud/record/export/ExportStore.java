package dev.ombud.record.export;

import dev.ombud.ground.database.Database;
import dev.ombud.record.log.DecisionLeaf;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.log.Inclusions;
import dev.ombud.record.search.Condition;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/// Reads sealed decisions in the order of their identities, a page at a time.
///
/// Finding what is on a page and reading it are a short read-only transaction each, and a page is
/// in memory as a whole before anybody takes it: no transaction waits for a slow reader. What
/// stands in the log never changes, so pages that are bounded by one size of the log are one
/// snapshot, however much time lies between them. Two things can end a page: a number of rows and a
/// number of bytes. Rows are mapped by hand: there are millions, and a leaf is the bytes of its
/// columns as the driver has them. Thread-safe.
public final class ExportStore {
  /// Of usual decisions, about as many as [#PAGE_BYTES] has room for.
  public static final int PAGE_ROWS = 512;

  private static final int PAGE_BYTES = 2 << 20;

  /// In the driver's memory at once, where one may be as large as an aggregate.
  private static final int FETCH_ROWS = 128;

  /// PostgreSQL's binary form from the first time on: half the work for digests and times.
  private static final int BINARY = -1;

  /// A plan for any bounds would be one for half of the table.
  private static final String FINDING = "set local plan_cache_mode = force_custom_plan";

  private static final String BEFORE_FILTER =
      "select d.id from decisions d where d.id > ? and d.id < ? and ";

  private static final String AFTER_FILTER = " order by d.id limit " + PAGE_ROWS;

  /// All three tables in the order of the same ids, side by side. The planner cannot know that the
  /// ids of a page are neighbours, and would look for each alone; nor need it think about each page
  /// anew.
  private static final String READING =
      "set local plan_cache_mode = force_generic_plan; set local enable_hashjoin = off;"
          + " set local enable_nestloop = off; set local enable_seqscan = off";

  private static final String READ =
      "select l.leaf_index, l.hash, "
          + DecisionLeaf.COLUMN_LIST
          + """
           from decisions d
            join records r on r.id = d.id
            join log_leaves l on l.record_id = d.id
          where d.id = any (?) and r.id = any (?) and l.record_id = any (?) and l.leaf_index < ?
          order by d.id
          """;

  /// The place of the first column of a leaf.
  private static final int LEAF = 3;

  private static final String BOUND =
      """
      select (select count(*) from archives where dropped_at is not null) as dropped, c.size, c.note
      from (select) as one
        left join (select size, note from checkpoints order by size desc limit 1) as c on true
      """;

  private final Database database;

  public ExportStore(Database database) {
    this.database = database;
  }

  /// Up to where an export goes.
  ///
  /// @param size of the log: leaves before it are in
  /// @param note the checkpoint of that size; none while nothing is sealed
  /// @param dropped how many months were archived and dropped by then
  public record Bound(long size, Optional<String> note, long dropped) {}

  public Bound bound() {
    return database.ask(handle -> handle.createQuery(BOUND).mapTo(Bound.class).one());
  }

  /// Some decisions in the order of their identities.
  ///
  /// @param last the last of these, where the page was full before all were read
  record Page(List<ExportRow> rows, Optional<UUID> last) {}

  /// Which decisions are read.
  ///
  /// @param where over `decisions`, there called `d`
  /// @param after identities greater than this
  /// @param before identities less than this
  /// @param size leaves before this
  /// @param columns whether each comes with its columns, besides its leaf
  /// @param proofs whether each comes with a proof that it is in the log of that size
  public record Range(
      Condition where, UUID after, UUID before, long size, boolean columns, boolean proofs) {
    Range startingAfter(UUID last) {
      return new Range(where, last, before, size, columns, proofs);
    }
  }

  /// What another thread can end while it runs. Thread-safe.
  static final class Running {
    private @Nullable Statement statement;
    private boolean isCancelled;

    private synchronized void begin(Statement next) throws SQLException {
      statement = next;
      if (isCancelled) {
        throw new SQLException("nobody wants it any more");
      }
    }

    private synchronized void end() {
      statement = null;
    }

    /// Ends the statement that runs, and every one that would follow.
    synchronized void cancel() {
      isCancelled = true;
      try {
        if (statement != null) {
          statement.cancel();
        }
      } catch (SQLException e) {
        // Then it ends by itself, within the time that the session grants it.
      }
    }
  }

  /// Work in a short transaction.
  @FunctionalInterface
  private interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private <T> T ask(Work<T> work) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      try {
        return work.run(connection);
      } finally {
        connection.rollback();
      }
    }
  }

  /// Which decisions come next: [#PAGE_ROWS], or fewer at the end.
  ///
  /// @throws SQLException also where it is cancelled
  List<UUID> find(Range range, Running running) throws SQLException {
    return ask(connection -> find(connection, range, running));
  }

  /// Some decisions, or the first of them.
  ///
  /// @throws SQLException also where it is cancelled
  Page read(Range range, List<UUID> ids, Running running) throws SQLException {
    return ask(connection -> {
      Page page = read(connection, range, ids, running);
      return range.proofs() ? proven(page, connection, range.size()) : page;
    });
  }

  private static List<UUID> find(Connection connection, Range range, Running running)
      throws SQLException {
    String sql = BEFORE_FILTER + range.where().sql() + AFTER_FILTER;
    try (PreparedStatement statement = prepare(connection, FINDING, sql)) {
      int place = 0;
      statement.setObject(++place, range.after());
      statement.setObject(++place, range.before());
      for (Object value : range.where().values()) {
        statement.setObject(++place, value);
      }
      running.begin(statement);
      List<UUID> ids = new ArrayList<>(PAGE_ROWS);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ids.add(row.getObject(1, UUID.class));
        }
      } finally {
        running.end();
      }
      return ids;
    }
  }

  private static PreparedStatement prepare(Connection connection, String planning, String sql)
      throws SQLException {
    try (Statement settings = connection.createStatement()) {
      settings.execute(planning);
    }
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.unwrap(PGStatement.class).setPrepareThreshold(BINARY);
    return statement;
  }

  private static Page read(Connection connection, Range range, List<UUID> ids, Running running)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, READING, READ)) {
      statement.setFetchSize(FETCH_ROWS);
      Array wanted = connection.createArrayOf("uuid", ids.toArray());
      statement.setArray(1, wanted);
      statement.setArray(2, wanted);
      statement.setArray(3, wanted);
      statement.setLong(4, range.size());
      running.begin(statement);
      try (ResultSet row = statement.executeQuery()) {
        return page(row, range.columns());
      } finally {
        running.end();
      }
    }
  }

  /// What has no leaf yet is not in the log of this size, and not among the rows.
  private static Page page(ResultSet row, boolean columns) throws SQLException {
    List<ExportRow> rows = new ArrayList<>(PAGE_ROWS);
    int bytes = 0;
    while (bytes < PAGE_BYTES && row.next()) {
      ExportRow next =
          new ExportRow(
              row.getLong(1),
              row.getBytes(2),
              row.getObject("id", UUID.class),
              row.getLong("ruleset_version"),
              DecisionLeaf.of(row, LEAF),
              columns ? Optional.of(DecisionRow.read(row)) : Optional.empty(),
              Optional.empty());
      rows.add(next);
      bytes += next.leaf().length;
    }
    return new Page(rows, bytes < PAGE_BYTES ? Optional.empty() : Optional.of(rows.getLast().id()));
  }

  private static Page proven(Page page, Connection connection, long size) {
    Map<Long, List<byte[]>> proofs =
        Inclusions.of(connection, page.rows().stream().map(ExportRow::leafIndex).toList(), size);
    return new Page(
        page.rows().stream()
            .map(row -> row.with(proofs.getOrDefault(row.leafIndex(), List.of())))
            .toList(),
        page.last());
  }
}
