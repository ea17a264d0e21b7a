package dev.ombud.inquiry;

import dev.ombud.audit.DecisionRow;
import dev.ombud.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/// Reads sealed decisions in the order of their identities, a page at a time.
///
/// A page is one short read-only transaction, and it is in memory as a whole before anybody takes
/// it: no transaction waits for a slow reader. What stands in the log never changes, so pages that
/// are bounded by one size of the log are one snapshot, however much time lies between them. Two
/// things can end a page: a number of rows and a number of bytes. Thread-safe.
final class ExportStore {
  static final int PAGE_ROWS = 1_024;
  private static final int PAGE_BYTES = 2 << 20;

  /// In the driver's memory at once, where one may be as large as an aggregate.
  private static final int FETCH_ROWS = 128;

  /// PostgreSQL's binary form from the first time on: half the work for digests and times.
  private static final int BINARY = -1;

  /// Bounds on each table, so that no plan reads one of them from its beginning.
  private static final String READ =
      """
      select l.leaf_index, l.hash, d.*, r.engine_version, r.salt, r.ruleset_digest,
        r.aggregate_digest, r.texts, r.context, r.actions, r.reasons, r.near_misses, r.aggregate,
        r.firings
      from decisions d
        join records r on r.id = d.id and r.id > ? and r.id < ?
        join log_leaves l on l.record_id = d.id and l.record_id > ? and l.record_id < ?
          and l.leaf_index < ?
      where d.id > ? and d.id < ? and
      """;

  private static final String BOUND =
      """
      select (select count(*) from archives where dropped_at is not null), c.size, c.note
      from (select) as one
        left join (select size, note from checkpoints order by size desc limit 1) as c on true
      """;

  private final Database database;

  ExportStore(Database database) {
    this.database = database;
  }

  /// Up to where an export goes.
  ///
  /// @param size of the log: leaves before it are in
  /// @param note the checkpoint of that size; none while nothing is sealed
  /// @param dropped how many months were archived and dropped by then
  record Bound(long size, Optional<String> note, long dropped) {}

  Bound bound() {
    return database.ask(handle ->
        handle
            .createQuery(BOUND)
            .map((row, _) ->
                new Bound(
                    row.getLong("size"),
                    Optional.ofNullable(row.getString("note")),
                    row.getLong("count")))
            .one());
  }

  /// Some decisions in the order of their identities.
  ///
  /// @param last the identity after which the next page begins; nothing at the end
  record Page(List<ExportRow> rows, Optional<UUID> last) {}

  /// Which decisions are read.
  ///
  /// @param where over `decisions`, there called `d`
  /// @param after identities greater than this
  /// @param before identities less than this
  /// @param size leaves before this
  record Range(Condition where, UUID after, UUID before, long size) {
    Range startingAfter(UUID last) {
      return new Range(where, last, before, size);
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

  /// @throws SQLException also where it is cancelled
  Page read(Range range, Running running) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      try (Statement planning = connection.createStatement();
          PreparedStatement statement =
              connection.prepareStatement(
                  READ + range.where().sql() + " order by d.id limit " + PAGE_ROWS)) {
        // A plan for any bounds would be one for half of the table.
        planning.execute("set local plan_cache_mode = force_custom_plan");
        statement.unwrap(PGStatement.class).setPrepareThreshold(BINARY);
        statement.setFetchSize(FETCH_ROWS);
        bind(statement, range);
        running.begin(statement);
        try {
          return read(statement);
        } finally {
          running.end();
        }
      } finally {
        connection.rollback();
      }
    }
  }

  private static void bind(PreparedStatement statement, Range range) throws SQLException {
    int place = 0;
    for (int table = 0; table < 2; table++) {
      statement.setObject(++place, range.after());
      statement.setObject(++place, range.before());
    }
    statement.setLong(++place, range.size());
    statement.setObject(++place, range.after());
    statement.setObject(++place, range.before());
    for (Object value : range.where().values()) {
      statement.setObject(++place, value);
    }
  }

  private static Page read(PreparedStatement statement) throws SQLException {
    List<ExportRow> rows = new ArrayList<>();
    int bytes = 0;
    boolean isCut = false;
    try (ResultSet row = statement.executeQuery()) {
      while (!isCut && row.next()) {
        DecisionRow decision = DecisionRow.read(row);
        rows.add(ExportRow.of(row.getLong("leaf_index"), row.getBytes("hash"), decision));
        bytes += rows.getLast().leaf().length;
        isCut = bytes >= PAGE_BYTES;
      }
    }
    boolean more = isCut || rows.size() == PAGE_ROWS;
    return new Page(rows, more ? Optional.of(rows.getLast().decision().id()) : Optional.empty());
  }
}
