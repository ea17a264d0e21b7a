package dev.ombud.record.export;

import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.log.MerkleTree;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A decision on its way out: its leaf, its columns, and what the log says of it. Immutable by
/// custom.
///
/// @param leafHash as the log has it
/// @param leaf as it follows from the row
/// @param columns for the formats that have columns; nothing for the others
/// @param proof that the leaf is in the log, from the leaf upwards; nothing where none was asked
///   for
public record ExportRow(
    long leafIndex,
    byte[] leafHash,
    UUID id,
    long rulesetVersion,
    byte[] leaf,
    Optional<DecisionRow> columns,
    Optional<List<byte[]>> proof) {
  static ExportRow of(long leafIndex, byte[] leafHash, DecisionRow decision) {
    return new ExportRow(
        leafIndex,
        leafHash,
        decision.id(),
        decision.rulesetVersion(),
        decision.leaf(),
        Optional.of(decision),
        Optional.empty());
  }

  ExportRow with(List<byte[]> hashes) {
    return new ExportRow(
        leafIndex, leafHash, id, rulesetVersion, leaf, columns, Optional.of(hashes));
  }

  /// @throws java.util.NoSuchElementException where the columns were not asked for
  DecisionRow decision() {
    return columns.orElseThrow();
  }

  /// Whether the row is still what was sealed.
  boolean isIntact() {
    return Arrays.equals(MerkleTree.leafHash(leaf), leafHash);
  }
}
