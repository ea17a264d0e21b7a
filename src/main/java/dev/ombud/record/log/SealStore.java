package dev.ombud.record.log;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.BinaryCopy;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.Trouble;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Writes the log, one at a time among all instances. Over JDBC itself and not by Jdbi, since rows
/// go as binary copies and are hashed as the driver has them. Thread-safe.
public final class SealStore {
  /// Whoever holds it may seal, until the end of the transaction.
  private static final long SEALING = 7_226_839_016_403_576L;

  /// A transaction's row of the queue may have a thousand records, so few are fetched at once.
  private static final int ROWS_FETCHED = 32;

  private static final int MAX_ROWS = 4_096;

  private final Database database;

  public SealStore(Database database) {
    this.database = database;
  }

  @FunctionalInterface
  public interface Work<T> {
    T run(Turn turn) throws SQLException;
  }

  /// In one transaction, if nobody else is at it; else nothing.
  ///
  /// @throws ServiceException DATABASE_UNAVAILABLE; then it may have been committed or not
  <T> Optional<T> promptly(Work<T> work) {
    return transaction("select pg_try_advisory_xact_lock(" + SEALING + ")", work);
  }

  /// In one transaction, as soon as nobody else is at it.
  ///
  /// @throws ServiceException DATABASE_UNAVAILABLE
  public <T> T patiently(Work<T> work) {
    return transaction("select pg_advisory_xact_lock(" + SEALING + ") is not null", work)
        .orElseThrow(IllegalStateException::new);
  }

  private <T> Optional<T> transaction(String lock, Work<T> work) {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      try {
        T outcome = holds(connection, lock) ? work.run(new Turn(connection)) : null;
        connection.commit();
        return Optional.ofNullable(outcome);
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw Trouble.unavailable(e, "ask the same again in a second")
          .<RuntimeException>map(known -> known)
          .orElseGet(() ->
              new IllegalStateException("the log could not be written: " + e.getMessage(), e));
    }
  }

  private static boolean holds(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      return answer.next() && answer.getBoolean(1);
    }
  }

  private static void rollback(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  /// What a transaction left to be sealed.
  ///
  /// @param hashes of the leaves, end to end
  record Waiting(long id, String kind, UUID[] records, byte[] hashes) {}

  /// How far the log is.
  ///
  /// @param size one more than the greatest index of a leaf
  /// @param newest nothing where there is no checkpoint yet
  record Standing(long size, Optional<Checkpoint.Note> newest) {}

  /// Rows of `log_leaves` and `log_nodes` that are to be added.
  record Growth(BinaryCopy leaves, BinaryCopy nodes) {
    private static final int FIRST_BYTES = 1 << 20;
    private static final String COPY_LEAVES =
        "copy log_leaves (leaf_index, record_id, kind, hash) from stdin (format binary)";
    private static final String COPY_NODES =
        "copy log_nodes (node_index, level, hash) from stdin (format binary)";

    static Growth begin() {
      return new Growth(new BinaryCopy(FIRST_BYTES), new BinaryCopy(1 << 14));
    }

    void leaf(long index, UUID record, String kind, byte[] hash) {
      leaves.row(4).bigint(index).uuid(record).text(kind).bytea(hash);
    }

    void node(int level, long index, byte[] hash) {
      nodes.row(3).bigint(index).smallint(level).bytea(hash);
    }
  }

  /// A transaction that alone writes the log. Belongs to one thread.
  public record Turn(Connection connection) {
    Standing standing() throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  """
                  select coalesce((select max(leaf_index) + 1 from log_leaves), 0),
                    (select note from checkpoints order by size desc limit 1)
                  """)) {
        row.next();
        String note = row.getString(2);
        if (note != null && Checkpoint.read(note).isEmpty()) {
          throw new ServiceException(
              ErrorCode.INTERNAL, "the newest checkpoint in the database is no signed note");
        }
        return new Standing(row.getLong(1), Optional.ofNullable(note).flatMap(Checkpoint::read));
      }
    }

    MerkleTree.Hashes hashes() {
      return new TreeStore(connection);
    }

    public List<KeyRow> keys() throws SQLException {
      return TreeStore.keys(connection);
    }

    void add(KeyRow row) throws SQLException {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "insert into log_keys (at, from_size, id, name, public_key, endorsement)"
                  + " values (?, ?, ?, ?, ?, ?)")) {
        statement.setObject(1, row.at().atOffset(ZoneOffset.UTC));
        statement.setLong(2, row.fromSize());
        statement.setString(3, row.key().idText());
        statement.setString(4, row.key().name());
        statement.setBytes(5, row.key().bytes());
        statement.setBytes(6, row.endorsement().orElse(null));
        statement.executeUpdate();
      }
    }

    /// Takes from the queue, oldest first.
    ///
    /// @param leaves where so many are reached, it stops
    List<Waiting> take(int leaves) throws SQLException {
      List<Waiting> taken = new ArrayList<>();
      try (PreparedStatement statement =
          connection.prepareStatement(
              "select id, kind, record_ids, hashes from log_queue order by id limit " + MAX_ROWS)) {
        statement.setFetchSize(ROWS_FETCHED);
        try (ResultSet row = statement.executeQuery()) {
          int count = 0;
          while (count < leaves && row.next()) {
            UUID[] records = (UUID[]) row.getArray(3).getArray();
            taken.add(new Waiting(row.getLong(1), row.getString(2), records, row.getBytes(4)));
            count += records.length;
          }
        }
      }
      Long[] ids = taken.stream().map(Waiting::id).toArray(Long[]::new);
      try (PreparedStatement statement =
          connection.prepareStatement("delete from log_queue where id = any (?)")) {
        statement.setArray(1, connection.createArrayOf("bigint", ids));
        statement.executeUpdate();
      }
      return taken;
    }

    void add(Growth growth) throws SQLException {
      growth.leaves().copyInto(connection, Growth.COPY_LEAVES);
      growth.nodes().copyInto(connection, Growth.COPY_NODES);
    }

    void add(Checkpoint.Note note, LogKey key, Instant now) throws SQLException {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "insert into checkpoints (at, size, root, key_id, note) values (?, ?, ?, ?, ?)")) {
        statement.setObject(1, now.atOffset(ZoneOffset.UTC));
        statement.setLong(2, note.checkpoint().size());
        statement.setBytes(3, note.checkpoint().root());
        statement.setString(4, key.idText());
        statement.setString(5, note.text());
        statement.executeUpdate();
      }
    }
  }

  /// What waits to be sealed.
  ///
  /// @param oldest a record of the transaction that waits longest
  record Backlog(long leaves, Optional<UUID> oldest) {}

  Backlog backlog() {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select coalesce(sum(octet_length(hashes)), 0) / 32 as leaves,
                  (select record_ids[1] from log_queue order by id limit 1) as oldest
                from log_queue
                """)
            .mapTo(Backlog.class)
            .one());
  }
}
