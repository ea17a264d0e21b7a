package dev.ombud.console;

import dev.ombud.domain.Sha256;
import dev.ombud.identity.Attempt;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// What the browser keeps for us: a secret, out of reach of scripts and of other sites' posts.
///
/// Before the sign-in it is of no use but to tell our forms from others; after it, it is the
/// session. The CSRF token of a form is a masked digest of that secret, so another site can neither
/// know nor set it. Under TLS the name has the prefix that lets browsers refuse the cookie from
/// anywhere else (RFC 6265bis, `__Host-`). Immutable, so thread-safe.
final class Cookies {
  private static final int SECRET_BYTES = 32;
  private static final int CSRF_BYTES = 32;
  private static final SecureRandom MASKS = new SecureRandom();
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
  private static final Duration NOTICE_FOR = Duration.ofSeconds(60);
  private static final int NOTICE_LONGEST = 1_000;

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

  Optional<String> session(Request request) {
    return request.cookie(name("ombud-session"));
  }

  Response withSession(Response response, String secret, Duration lasts) {
    return with(response, name("ombud-session"), secret, lasts);
  }

  Response withoutSession(Response response) {
    return with(response, name("ombud-session"), "", Duration.ZERO);
  }

  /// The secret of a browser that has not signed in yet.
  Optional<String> visitor(Request request) {
    return request.cookie(name("ombud-visitor"));
  }

  Response withVisitor(Response response, String secret) {
    return with(response, name("ombud-visitor"), secret, Duration.ofHours(1));
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
          .filter(text -> !text.isBlank() && text.length() <= NOTICE_LONGEST);
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

  /// Another text each time: pages are compressed, and what stood in many of them alike could be
  /// guessed from their lengths, byte by byte (breachattack.com).
  static String csrf(String secret) {
    byte[] mask = new byte[CSRF_BYTES];
    MASKS.nextBytes(mask);
    return HexFormat.of().formatHex(mask)
        + HexFormat.of().formatHex(xor(mask, Sha256.of("csrf " + secret)));
  }

  static boolean isCsrf(String secret, String token) {
    if (!token.matches("[0-9a-f]{" + 4 * CSRF_BYTES + "}")) {
      return false;
    }
    byte[] both = HexFormat.of().parseHex(token);
    byte[] mask = Arrays.copyOf(both, CSRF_BYTES);
    byte[] digest = xor(mask, Arrays.copyOfRange(both, CSRF_BYTES, both.length));
    return MessageDigest.isEqual(digest, Sha256.of("csrf " + secret));
  }

  private static byte[] xor(byte[] one, byte[] other) {
    byte[] result = new byte[one.length];
    for (int i = 0; i < one.length; i++) {
      result[i] = (byte) (one[i] ^ other[i]);
    }
    return result;
  }

  private String name(String plain) {
    return isSecure ? "__Host-" + plain : plain;
  }

  private Response with(Response response, String name, String value, Duration lasts) {
    return response.with(
        "Set-Cookie",
        "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s"
            .formatted(name, value, lasts.toSeconds(), isSecure ? "; Secure" : ""));
  }
}
