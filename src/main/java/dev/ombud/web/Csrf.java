package dev.ombud.web;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.domain.Sha256;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Tells our forms from those of other sites: the token of a form is a masked digest of the secret
/// that the browser's cookie holds, which another site can neither know nor set. Stateless.
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
    return HEX.formatHex(mask) + HEX.formatHex(xor(mask, Sha256.of("csrf " + secret)));
  }

  /// A module sends the token as `X-CSRF-Token`, a form in its field `csrf`.
  ///
  /// @throws ServiceException FORBIDDEN
  static void require(RoutingContext routing) {
    String token =
        Optional.ofNullable(routing.request().getHeader("X-CSRF-Token"))
            .or(() -> Optional.ofNullable(routing.request().getFormAttribute("csrf")))
            .orElse("");
    if (!isGood(Browsers.session(routing).value(), token)) {
      throw new ServiceException(
          ErrorCode.FORBIDDEN,
          "the form was not made by this page for you: load the page again, then send the form"
              + " again");
    }
  }

  private static boolean isGood(String secret, String token) {
    if (!token.matches("[0-9a-f]{" + 4 * BYTES + "}")) {
      return false;
    }
    byte[] both = HEX.parseHex(token);
    byte[] digest = xor(Arrays.copyOf(both, BYTES), Arrays.copyOfRange(both, BYTES, both.length));
    return MessageDigest.isEqual(digest, Sha256.of("csrf " + secret));
  }

  private static byte[] xor(byte[] one, byte[] other) {
    byte[] result = new byte[one.length];
    for (int i = 0; i < one.length; i++) {
      result[i] = (byte) (one[i] ^ other[i]);
    }
    return result;
  }
}
