package dev.ombud.record.log;

import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Page;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What an outsider needs to check the log by himself: checkpoints, keys, and proofs of RFC 6962. A
/// proof reads a few blocks of 256 hashes, however long the log is. Thread-safe.
public final class Proofs {
  /// The greatest page of checkpoints.
  public static final int MAX_PAGE_LEAVES = 500;

  private final ProofStore store;

  public Proofs(Database database) {
    this.store = new ProofStore(database);
  }

  /// What is known of a record's leaf.
  ///
  /// @param leaf its bytes; nothing where the record is retired and only its hash stays
  /// @param place nothing where it still waits for its place
  public record Proven(
      RecordKind kind, UUID id, Optional<byte[]> leaf, byte[] leafHash, Optional<Place> place) {}

  /// Where a leaf stands.
  ///
  /// @param hashes the inclusion proof, from the leaf upwards
  public record Place(long index, Checkpoint.Note checkpoint, List<byte[]> hashes) {
    public Place {
      hashes = List.copyOf(hashes);
    }
  }

  /// That the log of one size begins with the log of another.
  public record Growth(long from, byte[] fromRoot, long to, byte[] toRoot, List<byte[]> hashes) {
    public Growth {
      hashes = List.copyOf(hashes);
    }
  }

  /// Nothing where there is no such record, and never was.
  public Optional<Proven> find(RecordKind kind, UUID id) {
    return store.find(kind, id);
  }

  /// Nothing where nothing was ever sealed.
  public Optional<CheckpointRow> newest() {
    return page(1, Optional.empty()).items().stream().findFirst();
  }

  /// @param below the cursor: only checkpoints of fewer leaves
  public Page<CheckpointRow> page(int limit, Optional<Long> below) {
    if (limit < 1 || limit > MAX_PAGE_LEAVES) {
      throw new IllegalStateException("a page has 1 to " + MAX_PAGE_LEAVES + " checkpoints");
    }
    return Page.of(
        store.checkpoints(limit + 1, below.orElse(Long.MAX_VALUE)), limit, CheckpointRow::size);
  }

  /// @param from at least 1
  /// @param to at least `from` and at most the size of the newest checkpoint
  public Growth consistency(long from, long to) {
    return store.consistency(from, to);
  }

  /// In the order in which they signed.
  public List<KeyRow> keys() {
    return store.keys();
  }
}
