package dev.ombud.act.brief;

import java.util.Optional;

/// Encrypts raw answers as texts of evidence are encrypted, for they may quote one. Thread-safe.
public interface Vault {
  Sealed seal(String text);

  /// Nothing where the key is not here, or the bytes are not as they were sealed.
  Optional<String> open(Sealed sealed);

  /// @param salt 16 bytes
  /// @param seed 32 bytes
  record Sealed(int keyId, byte[] salt, byte[] seed, byte[] sealed) {}
}
