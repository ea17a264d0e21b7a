package dev.ombud.record.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// Where records wait for their place in the log. Whoever commits a record adds it in the same
/// transaction, so that none is ever committed without either a leaf or a place here. Stateless.
public final class LogQueue {
  static final String INTO = "insert into log_queue (kind, record_ids, hashes) ";

  private static final String INSERT = INTO + "values (?, ?, ?)";

  private LogQueue() {}

  /// Adds the records of a transaction.
  ///
  /// @param ids at least one
  /// @param hashes the leaf hashes ([MerkleTree#leafHash]) in the order of the ids, end to end
  public static void add(Connection connection, RecordKind kind, List<UUID> ids, byte[] hashes)
      throws SQLException {
    if (ids.isEmpty() || hashes.length != MerkleTree.HASH_BYTES * ids.size()) {
      throw new IllegalStateException(
          "%d records cannot have %d bytes of hashes".formatted(ids.size(), hashes.length));
    }
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, kind.name());
      statement.setArray(2, connection.createArrayOf("uuid", ids.toArray()));
      statement.setBytes(3, hashes);
      statement.executeUpdate();
    }
  }
}
