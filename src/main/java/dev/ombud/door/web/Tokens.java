package dev.ombud.door.web;

import java.util.Optional;

/// The tokens that are good at this moment. Called once a request, so it answers from memory where
/// it can. Thread-safe.
@FunctionalInterface
public interface Tokens {
  /// Looking up a digest, rather than comparing secrets, tells a guesser nothing by its timing.
  ///
  /// @param secretDigest SHA-256 of the secret's UTF-8 bytes
  Optional<Caller> find(byte[] secretDigest);
}
