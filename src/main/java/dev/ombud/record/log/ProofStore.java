package dev.ombud.record.log;

import dev.ombud.ground.database.Database;
import dev.ombud.record.log.Proofs.Growth;
import dev.ombud.record.log.Proofs.Place;
import dev.ombud.record.log.Proofs.Proven;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Reads what proofs are made of. Thread-safe.
final class ProofStore {
  private final Database database;

  ProofStore(Database database) {
    this.database = database;
  }

  private record Leaf(long index, byte[] hash) {}

  Optional<Proven> find(RecordKind kind, UUID id) {
    return database.ask(handle -> {
      Leaf leaf =
          handle
              .createQuery(
                  "select leaf_index as index, hash from log_leaves where record_id = :id and kind = :kind")
              .bind("id", id)
              .bind("kind", kind.name())
              .mapTo(Leaf.class)
              .findOne()
              .orElse(null);
      byte[] bytes = bytes(handle, kind, id);
      if (leaf == null) {
        return Optional.ofNullable(bytes)
            .map(all ->
                new Proven(kind, id, Optional.of(all), MerkleTree.leafHash(all), Optional.empty()));
      }
      // Read after the leaf, and so of a tree that has it: both are committed together.
      CheckpointRow newest = checkpoints(handle, 1, Long.MAX_VALUE).getFirst();
      List<byte[]> hashes =
          MerkleTree.inclusion(new TreeStore(handle.getConnection()), leaf.index(), newest.size());
      Checkpoint.Note note =
          Checkpoint.read(newest.note())
              .orElseThrow(() -> new IllegalStateException("a stored checkpoint is no note"));
      return Optional.of(
          new Proven(
              kind,
              id,
              Optional.ofNullable(bytes),
              leaf.hash(),
              Optional.of(new Place(leaf.index(), note, hashes))));
    });
  }

  private static byte @Nullable [] bytes(Handle handle, RecordKind kind, UUID id) {
    try {
      Connection connection = handle.getConnection();
      return switch (kind) {
        case DECISION ->
            bytes(
                connection,
                DecisionRow.SELECT + " where d.id = ?",
                id,
                row -> DecisionRow.read(row).leaf());
        case EVENT ->
            bytes(
                connection,
                "select " + EventStore.COLUMNS + " from audit_events where id = ?",
                id,
                row -> EventStore.row(row).leaf());
      };
    } catch (SQLException e) {
      throw new IllegalStateException("a record could not be read: " + e.getMessage(), e);
    }
  }

  @FunctionalInterface
  private interface Reading {
    byte[] leaf(ResultSet row) throws SQLException;
  }

  private static byte @Nullable [] bytes(
      Connection connection, String sql, UUID id, Reading reading) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? reading.leaf(row) : null;
      }
    }
  }

  List<CheckpointRow> checkpoints(int limit, long below) {
    return database.ask(handle -> checkpoints(handle, limit, below));
  }

  private static List<CheckpointRow> checkpoints(Handle handle, int limit, long below) {
    return handle
        .createQuery(
            "select at, size, root, key_id, note from checkpoints"
                + " where size < :below order by size desc limit :limit")
        .bind("below", below)
        .bind("limit", limit)
        .mapTo(CheckpointRow.class)
        .list();
  }

  Growth consistency(long from, long to) {
    return database.ask(handle -> {
      TreeStore tree = new TreeStore(handle.getConnection());
      return new Growth(
          from,
          MerkleTree.root(tree, from),
          to,
          MerkleTree.root(tree, to),
          MerkleTree.consistency(tree, from, to));
    });
  }

  List<KeyRow> keys() {
    return database.ask(handle -> {
      try {
        return TreeStore.keys(handle.getConnection());
      } catch (SQLException e) {
        throw new IllegalStateException("the keys could not be read: " + e.getMessage(), e);
      }
    });
  }
}
