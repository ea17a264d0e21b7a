package dev.ombud.record.log;

import dev.ombud.ground.base.Sha256;
import java.util.ArrayList;
import java.util.List;

/// The right edge of a tree that grows: the hashes of the whole subtrees that its leaves make up,
/// largest first, one for each bit of its size. It is all that is needed to append and to compute
/// the root. Belongs to one thread.
public final class TreeEdge {
  /// Whole subtrees of these many levels are kept, so that proofs read little.
  public static final int LEVELS = 8;

  private static final int MAX_LEVEL = 32;

  private final List<byte[]> peaks;
  private long size;

  private TreeEdge(List<byte[]> peaks, long size) {
    this.peaks = peaks;
    this.size = size;
  }

  /// Is told of each subtree that becomes whole and is kept.
  @FunctionalInterface
  public interface Nodes {
    void whole(int level, long index, byte[] hash);
  }

  public static TreeEdge empty() {
    return new TreeEdge(new ArrayList<>(), 0);
  }

  /// The edge of a tree that is there already.
  static TreeEdge of(MerkleTree.Hashes hashes, long size) {
    List<byte[]> peaks = new ArrayList<>();
    for (long rest = size; rest > 0; rest -= Long.highestOneBit(rest)) {
      int level = 63 - Long.numberOfLeadingZeros(rest);
      peaks.add(hashes.at(level, (size - rest) >>> level));
    }
    return new TreeEdge(peaks, size);
  }

  public TreeEdge copy() {
    return new TreeEdge(new ArrayList<>(peaks), size);
  }

  public long size() {
    return size;
  }

  public void append(byte[] leafHash, Nodes nodes) {
    byte[] hash = leafHash;
    int level = 0;
    for (; (size >>> level & 1) == 1; level++) {
      hash = MerkleTree.nodeHash(peaks.removeLast(), hash);
      int whole = level + 1;
      if (whole % LEVELS == 0 && whole <= MAX_LEVEL) {
        nodes.whole(whole, size >>> whole, hash);
      }
    }
    peaks.add(hash);
    size++;
  }

  public byte[] root() {
    if (peaks.isEmpty()) {
      return Sha256.of(new byte[0]);
    }
    byte[] root = peaks.getLast();
    for (int i = peaks.size() - 2; i >= 0; i--) {
      root = MerkleTree.nodeHash(peaks.get(i), root);
    }
    return root;
  }
}
