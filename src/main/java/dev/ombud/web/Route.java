package dev.ombud.web;

import java.util.Set;

/// One method on one path, and who answers.
///
/// @param method upper case; GET answers HEAD too
/// @param path literal segments and `{name}` segments, for example `/v1/decisions/{id}`
/// @param parameters the query parameters that it knows; any other is refused
/// @param isVital whether it answers also while the server is full or stops
public record Route(
    String method, String path, Set<String> parameters, Handler handler, boolean isVital) {
  /// Among the parameters: it leaves alone those that it does not know, as somebody else's protocol
  /// asks (RFC 6749, section 4.1.2).
  public static final String ANY = "*";

  public Route {
    parameters = Set.copyOf(parameters);
  }

  public static Route of(String method, String path, Handler handler, String... parameters) {
    return new Route(method, path, Set.of(parameters), handler, false);
  }

  /// A probe, which must not take a full server for a broken one.
  static Route vital(String path, Handler handler) {
    return new Route("GET", path, Set.of(), handler, true);
  }
}
