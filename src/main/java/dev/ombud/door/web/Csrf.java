package dev.ombud.door.web;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Sha256;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Tells our forms from those of other sites: the token of a form is a masked digest of the secret
/// that the browser's cookie holds, which another site can neither know nor set. Stateless.
///
/// A session that ends leaves pages open with something written on them. So that these can still be
/// sent after the next sign-in, which gives another secret, the browser keeps the digest of the
/// secret before in a second cookie, masked by the secret after. Whoever planted that secret, or
/// the cookie, has no use of it: the browser itself has to say that a page of ours sends.
///
/// (`CSRFHandler` of Vert.x Web keeps one token a session and changes it with each post, so that
/// the form of a second tab would be refused.)
final class Csrf {
  private static final int BYTES = 32;
  private static final SecureRandom MASKS = new SecureRandom();
  private static final HexFormat HEX = HexFormat.of();

  private Csrf() {}

  /// Another text each time: pages are compressed, and what stood in many of them alike could be
  /// guessed from their lengths, byte by byte (breachattack.com).
  static String token(String secret) {
    byte[] mask = new byte[BYTES];
    MASKS.nextBytes(mask);
    return HEX.formatHex(mask) + HEX.formatHex(xor(mask, digest(secret)));
  }

  /// What a browser keeps of one secret beside the next.
  static String kept(String before, String after) {
    return HEX.formatHex(xor(digest(before), mask(after)));
  }

  /// A module sends the token as `X-CSRF-Token`, a form in its field `csrf`.
  ///
  /// @param kept of the secret before, if the browser has it
  /// @throws ServiceException FORBIDDEN
  static void require(HttpServerRequest http, String secret, Optional<String> kept) {
    String token =
        Optional.ofNullable(http.getHeader("X-CSRF-Token"))
            .or(() -> Optional.ofNullable(http.getFormAttribute("csrf")))
            .orElse("");
    boolean isGood =
        isOf(digest(secret), token)
            || kept.filter(text -> text.matches("[0-9a-f]{" + 2 * BYTES + "}"))
                .map(text -> xor(HEX.parseHex(text), mask(secret)))
                .filter(before -> isOf(before, token) && isFromHere(http))
                .isPresent();
    if (!isGood) {
      throw new ServiceException(
          ErrorCode.FORBIDDEN,
          "the form was not made by this page for you: load the page again, then send the form"
              + " again");
    }
  }

  /// As browsers say and no page can: `Sec-Fetch-Site` where they trust the connection, else
  /// `Origin` (Fetch).
  private static boolean isFromHere(HttpServerRequest http) {
    String site = http.getHeader("Sec-Fetch-Site");
    return site == null
        ? ("http://" + http.getHeader("Host")).equals(http.getHeader("Origin"))
        : site.equals("same-origin");
  }

  private static boolean isOf(byte[] wanted, String token) {
    if (!token.matches("[0-9a-f]{" + 4 * BYTES + "}")) {
      return false;
    }
    byte[] both = HEX.parseHex(token);
    byte[] digest = xor(Arrays.copyOf(both, BYTES), Arrays.copyOfRange(both, BYTES, both.length));
    return MessageDigest.isEqual(digest, wanted);
  }

  private static byte[] digest(String secret) {
    return Sha256.of("csrf " + secret);
  }

  private static byte[] mask(String secret) {
    return Sha256.of("csrf before " + secret);
  }

  private static byte[] xor(byte[] one, byte[] other) {
    byte[] result = new byte[one.length];
    for (int i = 0; i < one.length; i++) {
      result[i] = (byte) (one[i] ^ other[i]);
    }
    return result;
  }
}
