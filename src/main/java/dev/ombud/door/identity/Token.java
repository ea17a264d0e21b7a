package dev.ombud.door.identity;

import dev.ombud.ground.base.Role;
import dev.ombud.ground.code.TokenReach;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What is known of a token; its secret is not. Immutable.
///
/// @param name stands in records as who did it
/// @param issuedBy the name of a token or a person, or `service`
/// @param usedAt to the minute, and some seconds late
public record Token(
    String name,
    Set<Role> roles,
    TokenReach reach,
    Source source,
    Instant createdAt,
    String issuedBy,
    Optional<Instant> expiresAt,
    Optional<Instant> usedAt,
    Optional<Revocation> revocation) {
  public Token {
    roles = Set.copyOf(roles);
  }

  /// Where a token comes from.
  public enum Source {
    /// The settings name it.
    BOOTSTRAP,
    /// A start made it and printed it.
    FRESH,
    /// An admin issued it.
    ISSUED
  }

  /// Whether it opens anything.
  public enum State {
    GOOD,
    EXPIRED,
    REVOKED
  }

  /// @param by who did it; nothing where the settings do not name it any more
  public record Revocation(Instant at, Optional<String> by) {}

  public State state(Instant now) {
    return revocation.isPresent()
        ? State.REVOKED
        : expiresAt.filter(end -> !end.isAfter(now)).isPresent() ? State.EXPIRED : State.GOOD;
  }
}
