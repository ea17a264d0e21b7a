package dev.ombud.identity;

import dev.ombud.domain.Reach;
import dev.ombud.domain.Role;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A token with its secret, on its way into the store. Its text form hides the secret.
public record NewToken(
    String name, Set<Role> roles, Reach reach, Optional<Instant> expiresAt, String secret) {
  public NewToken {
    roles = Set.copyOf(roles);
  }

  /// One without limits and without an end.
  public NewToken(String name, Set<Role> roles, String secret) {
    this(name, roles, Reach.EVERYWHERE, Optional.empty(), secret);
  }

  @Override
  public String toString() {
    return name + " " + roles;
  }
}
