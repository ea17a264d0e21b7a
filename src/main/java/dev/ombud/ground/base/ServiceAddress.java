package dev.ombud.ground.base;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Where people reach the service: the one maker of the addresses of ours that are sent out.
///
/// Whatever a person gets (a ticket, a message, a comment) leads to a page of the console, which
/// asks whoever is not signed in to sign in first; never to the API, which a browser has no token
/// for. What programs get (`Location`, `type` of a problem) is relative and made where it is sent.
/// Immutable.
///
/// @param home scheme, host and port; with or without a slash at the end
public record ServiceAddress(URI home) {
  /// The page of a decision: what happened, what was done, and why.
  public URI decision(UUID id) {
    return at("decisions/" + id);
  }

  /// The page of a review, with the form that answers it.
  public URI review(UUID id) {
    return at("reviews/" + id);
  }

  /// The page of a release, with what gates say of it.
  public URI release(String product, String version) {
    return at("releases/%s?product=%s".formatted(encoded(version), encoded(product)));
  }

  /// The page of a flag.
  public URI flag(String key) {
    return at("flags/" + encoded(key));
  }

  private URI at(String path) {
    String text = home.toString();
    return URI.create(text.endsWith("/") ? text + path : text + "/" + path);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
