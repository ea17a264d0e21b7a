package dev.ombud.door.console;

import java.util.Optional;

/// The ways to sign in.
///
/// @param next where to go afterwards
/// @param problem why the last try failed, in a sentence
/// @param provider at which people can sign in, if there is one
/// @param farewell where to end the session at the provider too, for whoever has just left
public record SignInPage(
    String next, Optional<String> problem, Optional<Provider> provider, Optional<String> farewell) {
  /// @param host its name for people
  /// @param path of ours that leads there
  public record Provider(String host, String path) {}
}
