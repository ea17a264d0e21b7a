package dev.ombud.record.log;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The hashes of the log's tree as they stand in the database. Reads blocks of 256 and keeps them,
/// so that a proof costs at most two small reads for each eight levels. Over JDBC itself, in the
/// transaction of whoever seals. Belongs to one thread and to one transaction or proof.
public final class TreeStore implements MerkleTree.Hashes {
  private static final int BLOCK_BITS = TreeEdge.LEVELS;
  private static final int BLOCK = 1 << BLOCK_BITS;
  private static final int MAX_KEPT_LEVEL = 32;

  private static final String LEAVES =
      "select leaf_index, hash from log_leaves where leaf_index >= ? and leaf_index < ?";
  private static final String NODES =
      "select node_index, hash from log_nodes"
          + " where level = ? and node_index >= ? and node_index < ?";

  private final Connection connection;
  private final Map<Place, Map<Long, byte[]>> blocks = new HashMap<>();

  private record Place(int level, long block) {}

  TreeStore(Connection connection) {
    this.connection = connection;
  }

  @Override
  public byte[] at(int level, long index) {
    if (level % TreeEdge.LEVELS != 0 || level > MAX_KEPT_LEVEL) {
      return MerkleTree.nodeHash(at(level - 1, 2 * index), at(level - 1, 2 * index + 1));
    }
    byte[] hash =
        blocks.computeIfAbsent(new Place(level, index >>> BLOCK_BITS), this::block).get(index);
    if (hash == null) {
      throw new ServiceException(
          ErrorCode.INTERNAL,
          level == 0
              ? "leaf %d is missing in the log: run `java -jar ombud.jar verify`".formatted(index)
              : "node %d of level %d is missing in the log: run `java -jar ombud.jar verify`"
                  .formatted(index, level));
    }
    return hash;
  }

  private Map<Long, byte[]> block(Place place) {
    Map<Long, byte[]> block = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(place.level == 0 ? LEAVES : NODES)) {
      int parameter = 1;
      if (place.level > 0) {
        statement.setInt(parameter++, place.level);
      }
      statement.setLong(parameter++, place.block * BLOCK);
      statement.setLong(parameter, (place.block + 1) * BLOCK);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          block.put(row.getLong(1), row.getBytes(2));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the log could not be read: " + e.getMessage(), e);
    }
    return block;
  }

  /// All keys of the log in the order in which they signed.
  public static List<KeyRow> keys(Connection connection) throws SQLException {
    List<KeyRow> keys = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select at, from_size, name, public_key, endorsement from log_keys"
                    + " order by from_size")) {
      while (row.next()) {
        keys.add(
            new KeyRow(
                new LogKey(row.getString(3), row.getBytes(4)),
                row.getLong(2),
                Optional.ofNullable(row.getBytes(5)),
                row.getObject(1, OffsetDateTime.class).toInstant()));
      }
    }
    return keys;
  }
}
