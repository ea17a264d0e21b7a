package dev.ombud.inquiry;

import dev.ombud.audit.DecisionRow;
import dev.ombud.audit.Inclusions;
import dev.ombud.database.Database;
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
/// A page is one short read-only transaction, and it is in memory as a whole before anybody takes
/// it: no transaction waits for a slow reader. What stands in the log never changes, so pages that
/// are bounded by one size of the log are one snapshot, however much time lies between them. Two
/// things can end a page: a number of rows and a number of bytes. Thread-safe.
final class ExportStore {
  /// Stands in the statement too.
  static final int PAGE_ROWS = 1_024;

  private static final int PAGE_BYTES = 2 << 20;

  /// In the driver's memory at once, where one may be as large as an aggregate.
  private static final int FETCH_ROWS = 128;

  /// PostgreSQL's binary form from the first time on: half the work for digests and times.
  private static final int BINARY = -1;

  /// `offset 0` keeps the order of work: first the page, then one look into each index for each of
  /// its rows, whatever the planner believes about how many there are.
  private static final String BEFORE_FILTER =
      """
      select l.leaf_index, l.hash, d.*, r.*
      from (select d.* from decisions d where d.id > ? and d.id < ? and
      """;

  private static final String AFTER_FILTER =
      """
       order by d.id limit 1024) d
        left join lateral (
          select leaf_index, hash from log_leaves
          where record_id = d.id and leaf_index < ? offset 0
        ) l on true
        join lateral (
          select engine_version, salt, ruleset_digest, aggregate_digest, texts, context, actions,
            reasons, near_misses, aggregate, firings
          from records where id = d.id offset 0
        ) r on true
      order by d.id
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
  /// @param proofs whether each comes with a proof that it is in the log of that size
  record Range(Condition where, UUID after, UUID before, long size, boolean proofs) {
    Range startingAfter(UUID last) {
      return new Range(where, last, before, size, proofs);
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
              connection.prepareStatement(BEFORE_FILTER + range.where().sql() + AFTER_FILTER)) {
        // A plan for any bounds would be one for half of the table.
        planning.execute("set local plan_cache_mode = force_custom_plan");
        statement.unwrap(PGStatement.class).setPrepareThreshold(BINARY);
        statement.setFetchSize(FETCH_ROWS);
        bind(statement, range);
        running.begin(statement);
        try {
          Page page = read(statement);
          return range.proofs() ? proven(page, connection, range.size()) : page;
        } finally {
          running.end();
        }
      } finally {
        connection.rollback();
      }
    }
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

  private static void bind(PreparedStatement statement, Range range) throws SQLException {
    int place = 0;
    statement.setObject(++place, range.after());
    statement.setObject(++place, range.before());
    for (Object value : range.where().values()) {
      statement.setObject(++place, value);
    }
    statement.setLong(++place, range.size());
  }

  private static Page read(PreparedStatement statement) throws SQLException {
    List<ExportRow> rows = new ArrayList<>();
    Optional<UUID> last = Optional.empty();
    int count = 0;
    int bytes = 0;
    try (ResultSet row = statement.executeQuery()) {
      while (bytes < PAGE_BYTES && row.next()) {
        count++;
        byte[] hash = row.getBytes("hash");
        last = Optional.of(row.getObject("id", UUID.class));
        // What has no leaf yet is not in the log of this size.
        if (hash != null) {
          ExportRow next = ExportRow.of(row.getLong("leaf_index"), hash, DecisionRow.read(row));
          rows.add(next);
          bytes += next.leaf().length;
        }
      }
    }
    boolean more = bytes >= PAGE_BYTES || count == PAGE_ROWS;
    return new Page(rows, more ? last : Optional.empty());
  }
}
