package dev.ombud.act.review;

import dev.ombud.ground.outbound.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tells what Slack sent from what somebody else did: `X-Slack-Signature` is `v0=` and the
/// hexadecimal HMAC-SHA256 over `v0:{X-Slack-Request-Timestamp}:{body}`, byte for byte, under the
/// signing secret of the app. A time that is five minutes off, on either side, is refused, so that
/// nothing is sent again later, or signed ahead. Thread-safe.
///
/// Source: docs.slack.dev, "Verifying requests from Slack".
public final class SlackSigning {
  private static final Duration MAX_OFF = Duration.ofMinutes(5);
  private static final String ALGORITHM = "HmacSHA256";

  private final Secret secret;
  private final InstantSource clock;

  public SlackSigning(Secret secret, InstantSource clock) {
    this.secret = secret;
    this.clock = clock;
  }

  /// @param timestamp as the header has it, Unix seconds
  /// @param signature as the header has it
  public boolean isSlack(String timestamp, String signature, byte[] body) {
    if (!timestamp.matches("[0-9]{1,12}")) {
      return false;
    }
    long off = Math.abs(clock.instant().getEpochSecond() - Long.parseLong(timestamp));
    // Compared in a time that tells a guesser nothing.
    boolean isSigned =
        MessageDigest.isEqual(
            signature.getBytes(StandardCharsets.UTF_8),
            sign(timestamp, body).getBytes(StandardCharsets.UTF_8));
    return isSigned && off <= MAX_OFF.toSeconds();
  }

  private String sign(String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.bytes(), ALGORITHM));
      mac.update(("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8));
      return "v0=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }
}
