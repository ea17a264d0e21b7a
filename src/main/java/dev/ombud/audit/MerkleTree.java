package dev.ombud.audit;

import dev.ombud.domain.Sha256;
import java.security.MessageDigest;

/// RFC 6962, section 2.1. Stateless.
public final class MerkleTree {
  private static final byte LEAF = 0;

  private MerkleTree() {}

  /// SHA-256 over 0x00 and the leaf.
  public static byte[] leafHash(byte[] leaf) {
    MessageDigest digest = Sha256.begin();
    digest.update(LEAF);
    return digest.digest(leaf);
  }
}
