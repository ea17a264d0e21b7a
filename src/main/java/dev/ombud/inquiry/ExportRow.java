package dev.ombud.inquiry;

import dev.ombud.audit.DecisionRow;
import dev.ombud.audit.MerkleTree;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A decision on its way out: its row, its leaf, and what the log says of it. Immutable by custom.
///
/// @param leafHash as the log has it
/// @param leaf as it follows from the row
/// @param proof that the leaf is in the log, from the leaf upwards; nothing where none was asked
///   for
record ExportRow(
    long leafIndex,
    byte[] leafHash,
    DecisionRow decision,
    byte[] leaf,
    Optional<List<byte[]>> proof) {
  static ExportRow of(long leafIndex, byte[] leafHash, DecisionRow decision) {
    return new ExportRow(leafIndex, leafHash, decision, decision.leaf(), Optional.empty());
  }

  ExportRow with(List<byte[]> hashes) {
    return new ExportRow(leafIndex, leafHash, decision, leaf, Optional.of(hashes));
  }

  /// Whether the row is still what was sealed.
  boolean isIntact() {
    return Arrays.equals(MerkleTree.leafHash(leaf), leafHash);
  }
}
