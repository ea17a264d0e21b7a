package dev.ombud.record.log;

import dev.ombud.ground.base.Sha256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The Merkle tree of RFC 6962, section 2.1, with SHA-256, and its proofs (RFC 9162, section 2.1).
///
/// | hash | is SHA-256 over |
/// |---|---|
/// | of no leaves | nothing |
/// | of a leaf | the byte 0, then the leaf |
/// | of n > 1 leaves | the byte 1, the hash of the first k, the hash of the rest |
///
/// where k is the largest power of two below n. What a leaf is says its record: [DecisionRow] and
/// [EventRow]. Stateless.
public final class MerkleTree {
  public static final int HASH_BYTES = 32;

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private MerkleTree() {}

  /// Hashes of whole subtrees: level 0 has the leaves, level l those of 2^l leaves.
  @FunctionalInterface
  interface Hashes {
    byte[] at(int level, long index);
  }

  /// SHA-256 over 0x00 and the leaf.
  public static byte[] leafHash(byte[] leaf) {
    MessageDigest digest = Sha256.begin();
    digest.update(LEAF);
    return digest.digest(leaf);
  }

  static byte[] nodeHash(byte[] left, byte[] right) {
    MessageDigest digest = Sha256.begin();
    digest.update(NODE);
    digest.update(left);
    return digest.digest(right);
  }

  /// The hash of the first leaves.
  static byte[] root(Hashes hashes, long size) {
    return size == 0 ? Sha256.of(new byte[0]) : range(hashes, 0, size);
  }

  /// The hash of some leaves, as it stands in a tree: `begin` is a multiple of the power of two
  /// that holds them all.
  private static byte[] range(Hashes hashes, long begin, long end) {
    long count = end - begin;
    if (Long.bitCount(count) == 1) {
      int level = Long.numberOfTrailingZeros(count);
      return hashes.at(level, begin >>> level);
    }
    long middle = begin + Long.highestOneBit(count);
    return nodeHash(range(hashes, begin, middle), range(hashes, middle, end));
  }

  /// What has to be known besides a leaf to compute the root, from the leaf upwards.
  static List<byte[]> inclusion(Hashes hashes, long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalStateException("a tree of %d has no leaf %d".formatted(size, index));
    }
    List<byte[]> path = new ArrayList<>();
    long begin = 0;
    long end = size;
    while (end - begin > 1) {
      long middle = begin + Long.highestOneBit(end - begin - 1);
      if (index < middle) {
        path.addFirst(range(hashes, middle, end));
        end = middle;
      } else {
        path.addFirst(range(hashes, begin, middle));
        begin = middle;
      }
    }
    return path;
  }

  /// What shows that the first `from` of `to` leaves are the tree of `from`; nothing where the two
  /// are equal.
  static List<byte[]> consistency(Hashes hashes, long from, long to) {
    if (from < 1 || from > to) {
      throw new IllegalStateException("no tree grows from %d to %d".formatted(from, to));
    }
    List<byte[]> proof = new ArrayList<>();
    long begin = 0;
    long end = to;
    while (end != from) {
      long middle = begin + Long.highestOneBit(end - begin - 1);
      if (from <= middle) {
        proof.addFirst(range(hashes, middle, end));
        end = middle;
      } else {
        proof.addFirst(range(hashes, begin, middle));
        begin = middle;
      }
    }
    if (begin > 0) {
      proof.addFirst(range(hashes, begin, end));
    }
    return proof;
  }

  /// Whether a leaf is in a tree (RFC 9162, section 2.1.3.2).
  public static boolean includes(
      byte[] leafHash, long index, long size, List<byte[]> path, byte[] root) {
    if (index < 0 || index >= size) {
      return false;
    }
    long node = index;
    long last = size - 1;
    byte[] hash = leafHash;
    for (byte[] beside : path) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        hash = nodeHash(beside, hash);
        int up = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
        node >>>= up;
        last >>>= up;
      } else {
        hash = nodeHash(hash, beside);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && Arrays.equals(hash, root);
  }

  /// Whether one tree begins with another (RFC 9162, section 2.1.4.2).
  static boolean isConsistent(
      long from, byte[] fromRoot, long to, byte[] toRoot, List<byte[]> proof) {
    if (from < 1 || from > to) {
      return false;
    }
    if (from == to) {
      return proof.isEmpty() && Arrays.equals(fromRoot, toRoot);
    }
    List<byte[]> path = new ArrayList<>(proof);
    if (Long.bitCount(from) == 1) {
      path.addFirst(fromRoot);
    }
    if (path.isEmpty()) {
      return false;
    }
    int whole = Long.numberOfTrailingZeros(from);
    long node = (from - 1) >>> whole;
    long last = (to - 1) >>> whole;
    byte[] first = path.getFirst();
    byte[] second = path.getFirst();
    for (byte[] beside : path.subList(1, path.size())) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        first = nodeHash(beside, first);
        second = nodeHash(beside, second);
        int up = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
        node >>>= up;
        last >>>= up;
      } else {
        second = nodeHash(second, beside);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && Arrays.equals(first, fromRoot) && Arrays.equals(second, toRoot);
  }
}
