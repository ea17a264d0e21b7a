package dev.ombud.inquiry;

import dev.ombud.audit.DecisionRow;
import dev.ombud.audit.MerkleTree;
import java.util.Arrays;

/// A decision on its way out: its row, its leaf, and what the log says of it. Immutable by custom.
///
/// @param leafHash as the log has it
/// @param leaf as it follows from the row
record ExportRow(long leafIndex, byte[] leafHash, DecisionRow decision, byte[] leaf) {
  static ExportRow of(long leafIndex, byte[] leafHash, DecisionRow decision) {
    return new ExportRow(leafIndex, leafHash, decision, decision.leaf());
  }

  /// Whether the row is still what was sealed.
  boolean isIntact() {
    return Arrays.equals(MerkleTree.leafHash(leaf), leafHash);
  }
}
