package dev.ombud.door.identity;

import dev.ombud.ground.base.Role;
import dev.ombud.ground.code.TokenReach;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A token with its secret, on its way into the store. Its text form hides the secret.
public record NewToken(
    String name, Set<Role> roles, TokenReach reach, Optional<Instant> expiresAt, String secret) {
  public NewToken {
    roles = Set.copyOf(roles);
  }

  /// One without limits and without an end.
  public NewToken(String name, Set<Role> roles, String secret) {
    this(name, roles, TokenReach.EVERYWHERE, Optional.empty(), secret);
  }

  @Override
  public String toString() {
    return name + " " + roles;
  }
}
