package dev.ombud.record.log;

import java.sql.Connection;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Inclusion proofs of many leaves at once: what neighbours share is read and hashed once.
/// Stateless.
public final class Inclusions {
  private Inclusions() {}

  /// The proofs of some leaves, each from the leaf upwards.
  ///
  /// @param size of the log, greater than each index
  public static Map<Long, List<byte[]>> of(
      Connection connection, Collection<Long> indexes, long size) {
    Shared hashes = new Shared(new TreeStore(connection), new HashMap<>());
    Map<Long, List<byte[]>> proofs = new HashMap<>();
    for (long index : indexes) {
      proofs.put(index, MerkleTree.inclusion(hashes, index, size));
    }
    return proofs;
  }

  /// Keeps the hashes between those that are stored.
  private record Shared(TreeStore tree, Map<Place, byte[]> between) implements MerkleTree.Hashes {
    private record Place(int level, long index) {}

    @Override
    public byte[] at(int level, long index) {
      if (level % TreeEdge.LEVELS == 0) {
        return tree.at(level, index);
      }
      Place place = new Place(level, index);
      byte[] known = between.get(place);
      if (known == null) {
        known = MerkleTree.nodeHash(at(level - 1, 2 * index), at(level - 1, 2 * index + 1));
        between.put(place, known);
      }
      return known;
    }
  }
}
