package dev.ombud.door.setting;

import dev.ombud.ground.base.Role;
import java.util.Set;

/// A token that exists from the start. Its text form hides the secret.
///
/// @param name stands in the record as the caller
public record BootstrapToken(String name, Set<Role> roles, String secret) {

  public BootstrapToken {
    roles = Set.copyOf(roles);
  }

  @Override
  public String toString() {
    return name + " " + roles;
  }
}
