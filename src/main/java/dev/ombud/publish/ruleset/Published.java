package dev.ombud.publish.ruleset;

import dev.ombud.ground.base.Sha256;
import java.time.Instant;
import java.util.Optional;

/// A version of the ruleset that decides or once did. Immutable.
///
/// @param publishedBy who made a version of it: a token's name, or `files`
/// @param activatedAt when it last became the active one
/// @param activatedBy who made it that
public record Published(
    long version,
    byte[] digest,
    boolean isActive,
    Instant publishedAt,
    String publishedBy,
    Optional<Instant> activatedAt,
    Optional<String> activatedBy) {

  /// `sha256:` and 64 hexadecimal digits.
  public String digestText() {
    return Sha256.text(digest);
  }

  /// One time at which a version became the active one.
  ///
  /// @param previous the version that it took the place of
  public record Activation(
      Instant at, long version, Optional<Long> previous, String actor, String reason) {}

  /// One file of a version.
  public record Part(String path, byte[] digest, long bytes) {
    public String digestText() {
      return Sha256.text(digest);
    }
  }
}
