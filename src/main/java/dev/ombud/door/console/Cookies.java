package dev.ombud.door.console;

import dev.ombud.door.identity.Attempt;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// What the browser keeps for us for a moment, beside the secret of its session. Immutable, so
/// thread-safe.
final class Cookies {
  private static final int SECRET_BYTES = 32;
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
  private static final Duration NOTICE_FOR = Duration.ofSeconds(60);
  private static final int MAX_NOTICE_CHARS = 1_000;

  private final SecureRandom random = new SecureRandom();
  private final boolean isSecure;

  /// @param isSecure whether browsers reach us by TLS
  Cookies(boolean isSecure) {
    this.isSecure = isSecure;
  }

  String freshSecret() {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return TEXT.encodeToString(secret);
  }

  /// The sign-in at a provider that this browser began. It comes back by a link of the provider's,
  /// which `SameSite=Lax` allows and `Strict` would not.
  Optional<Attempt> attempt(Request request, Instant now) {
    return request.cookie(name("ombud-attempt")).flatMap(text -> Attempt.read(text, now));
  }

  Response withAttempt(Response response, Attempt attempt) {
    return with(response, name("ombud-attempt"), attempt.text(), Attempt.LASTS);
  }

  Response withoutAttempt(Response response) {
    return with(response, name("ombud-attempt"), "", Duration.ZERO);
  }

  /// What the next page says above its content, once.
  Optional<String> notice(Request request) {
    try {
      return request
          .cookie(name("ombud-notice"))
          .map(text -> new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8))
          .filter(text -> !text.isBlank() && text.length() <= MAX_NOTICE_CHARS);
    } catch (IllegalArgumentException e) {
      // Nobody but the browser's owner can have set it to anything else.
      return Optional.empty();
    }
  }

  Response withNotice(Response response, String notice) {
    return with(
        response,
        name("ombud-notice"),
        TEXT.encodeToString(notice.getBytes(StandardCharsets.UTF_8)),
        NOTICE_FOR);
  }

  Response withoutNotice(Response response) {
    return with(response, name("ombud-notice"), "", Duration.ZERO);
  }

  private String name(String plain) {
    return isSecure ? "__Host-" + plain : plain;
  }

  private Response with(Response response, String name, String value, Duration lasts) {
    return response.withCookie(name, value, lasts, isSecure);
  }
}
