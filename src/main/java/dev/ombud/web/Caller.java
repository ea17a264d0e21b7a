package dev.ombud.web;

import dev.ombud.domain.Role;
import java.util.Set;

/// Who signed in: the proof that code demands as a parameter where it needs one. [Access] makes it.
///
/// @param name of the token, as the record of a decision has it
public record Caller(String name, Set<Role> roles) {
  public Caller {
    roles = Set.copyOf(roles);
  }
}
