package dev.ombud.door.identity;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import dev.ombud.ground.outbound.Destination;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a provider says about itself (OpenID Connect Discovery 1.0, section 3). Immutable.
///
/// @param endSession where a browser ends its session at the provider (RP-Initiated Logout 1.0)
/// @param takesPost whether the secret has to stand in the body, since no header is taken
/// @param namesIssuer whether its answers name it (RFC 9207)
record ProviderMetadata(
    URI authorization,
    URI token,
    URI keys,
    Optional<URI> endSession,
    boolean takesPost,
    boolean namesIssuer) {
  private static final int MAX_TEXT_CHARS = 2_000;

  /// @throws SignInException PROVIDER_WRONG
  static ProviderMetadata read(byte[] document, String issuer) throws SignInException {
    try {
      JsonObject object = Json.readObject(document);
      String named = object.text("issuer", MAX_TEXT_CHARS).orElse("");
      if (!named.equals(issuer)) {
        throw wrong("names `%s` as issuer, the setting `%s`".formatted(named, issuer));
      }
      boolean encrypted = issuer.startsWith("https:");
      List<String> methods = Json.texts(object.value("token_endpoint_auth_methods_supported"));
      return new ProviderMetadata(
          required(object, "authorization_endpoint", encrypted),
          required(object, "token_endpoint", encrypted),
          required(object, "jwks_uri", encrypted),
          address(object, "end_session_endpoint", encrypted),
          methods.contains("client_secret_post") && !methods.contains("client_secret_basic"),
          Boolean.TRUE.equals(object.value("authorization_response_iss_parameter_supported")));
    } catch (ServiceException e) {
      throw wrong("cannot be read: " + e.detail());
    }
  }

  private static URI required(JsonObject object, String name, boolean encrypted)
      throws SignInException {
    return address(object, name, encrypted)
        .orElseThrow(() -> wrong("names no `" + name + "` that is an address of https"));
  }

  private static Optional<URI> address(JsonObject object, String name, boolean encrypted) {
    try {
      Optional<String> text = object.text(name, MAX_TEXT_CHARS);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      URI address = new URI(text.get());
      Destination.of(address, false);
      return encrypted && !"https".equalsIgnoreCase(address.getScheme())
          ? Optional.empty()
          : Optional.of(address);
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static SignInException wrong(String what) {
    return new SignInException(Refusal.PROVIDER_WRONG, "the provider's discovery document " + what);
  }

  /// Where we go ourselves. The operator wrote the issuer, so its host may be inside; other hosts
  /// are what a document says, and have to be public.
  List<Destination> destinations(Destination issuer) {
    return Stream.of(token, keys)
        .map(address -> {
          Destination one = Destination.of(address, false);
          boolean same = one.host().equals(issuer.host()) && one.port() == issuer.port();
          return new Destination(one.host(), one.port(), same);
        })
        .distinct()
        .toList();
  }
}
