package dev.ombud.door.identity;

import dev.ombud.ground.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A sign-in under way at a provider. All of it stands in one cookie of the browser that began it:
/// state, nonce and PKCE verifier (RFC 7636) are digests of that cookie, so they hold for this
/// browser alone, and the server remembers nothing that a stranger could fill up. Immutable.
///
/// @param text what the cookie holds: when it began, a secret, and where to go afterwards
public record Attempt(String text) {
  /// So long somebody has to type a password, and to look for the second factor.
  public static final Duration LASTS = Duration.ofMinutes(10);

  private static final int MAX_COOKIE_CHARS = 3_000;
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,12})\\.([\\w-]{43})\\.([\\w-]{0,2700})");
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  /// @param secret 32 random bytes as Base64 for addresses
  /// @param next a path of ours
  public static Attempt begin(String secret, String next, Instant now) {
    String path = next.length() > MAX_COOKIE_CHARS / 2 ? "/" : next;
    return new Attempt(
        "%d.%s.%s"
            .formatted(
                now.getEpochSecond(),
                secret,
                TEXT.encodeToString(path.getBytes(StandardCharsets.UTF_8))));
  }

  /// Nothing where the cookie is none of ours, or too old.
  public static Optional<Attempt> read(String cookie, Instant now) {
    Matcher matcher = FORM.matcher(cookie);
    if (cookie.length() > MAX_COOKIE_CHARS || !matcher.matches()) {
      return Optional.empty();
    }
    Instant began = Instant.ofEpochSecond(Long.parseLong(matcher.group(1)));
    return began.isAfter(now.plusSeconds(1)) || began.plus(LASTS).isBefore(now)
        ? Optional.empty()
        : Optional.of(new Attempt(cookie));
  }

  /// Where to go afterwards, as it stood in the browser.
  public String next() {
    try {
      String path = text.substring(text.lastIndexOf('.') + 1);
      return new String(Base64.getUrlDecoder().decode(path), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "/";
    }
  }

  String state() {
    return derived("state");
  }

  String nonce() {
    return derived("nonce");
  }

  String verifier() {
    return derived("verifier");
  }

  /// `S256` of the verifier.
  String challenge() {
    return TEXT.encodeToString(Sha256.of(verifier()));
  }

  private String derived(String use) {
    return TEXT.encodeToString(Sha256.of(use + " " + text));
  }

  /// Whether an answer belongs to this attempt.
  boolean isOf(String state) {
    return MessageDigest.isEqual(
        state().getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "attempt";
  }
}
