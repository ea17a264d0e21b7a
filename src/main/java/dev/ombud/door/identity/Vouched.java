package dev.ombud.door.identity;

import dev.ombud.ground.base.Role;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Somebody for whom a provider vouches, before they have a name here. Immutable.
///
/// @param called by the provider at this moment; says nothing about who they are
/// @param token the name of the token that the same person has, where the operator says so
/// @param roles at least one
public record Vouched(
    String issuer, String subject, String called, Optional<String> token, Set<Role> roles) {
  private static final int MAX_CHARS = 64;

  public Vouched {
    roles = Set.copyOf(roles);
  }

  /// The name that they get at their first sign-in: in lower case and ASCII, so that no two look
  /// alike, and with an `@`, which no token's name has.
  ///
  /// @param host of the provider
  static String name(String called, String subject, String host) {
    String source = called.isBlank() ? subject : called.strip();
    String plain = source.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._@+-]+", "-");
    String cut = plain.length() > MAX_CHARS ? plain.substring(0, MAX_CHARS) : plain;
    return cut.matches("[^@]+@[^@]+") ? cut : cut.replace("@", "-") + "@" + host;
  }
}
