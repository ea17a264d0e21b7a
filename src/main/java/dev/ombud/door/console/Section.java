package dev.ombud.door.console;

import dev.ombud.ground.base.Role;
import java.util.EnumSet;
import java.util.Set;

/// An entry of the menu, in its order, with those who see it.
@SuppressWarnings("ImmutableEnumChecker") // the sets are never changed, their type does not say so
public enum Section {
  NOW("Now", "/", Role.EVERYBODY),
  DECISIONS("Decisions", "/decisions", Role.EVERYBODY),
  REVIEWS("Reviews", "/reviews", EnumSet.of(Role.REVIEWER, Role.AUDITOR)),
  RELEASES("Releases", "/releases", Role.EVERYBODY),
  FLAGS("Flags", "/flags", Role.PEOPLE),
  TABLES("Tables", "/tables", Role.PEOPLE),
  AUDIT("Audit", "/audit", EnumSet.of(Role.AUDITOR)),
  TOKENS("Tokens", "/tokens", EnumSet.of(Role.ADMIN)),
  TRY("Try it", "/try", Role.EVERYBODY);

  private final String label;
  private final String path;
  private final Set<Role> roles;

  Section(String label, String path, Set<Role> roles) {
    this.label = label;
    this.path = path;
    this.roles = Set.copyOf(roles);
  }

  public String label() {
    return label;
  }

  public String path() {
    return path;
  }

  /// Any of them is enough.
  public Set<Role> roles() {
    return roles;
  }
}
