package dev.ombud.gate.deployment;

import dev.ombud.ground.outbound.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tells what GitHub sent from what somebody else did: `X-Hub-Signature-256` is `sha256=` and the
/// hexadecimal HMAC-SHA256 over the body, byte for byte, under the webhook's secret. Thread-safe.
///
/// Source: docs.github.com, "Validating webhook deliveries".
public final class GitHubSigning {
  private static final String ALGORITHM = "HmacSHA256";

  private final Secret secret;

  public GitHubSigning(Secret secret) {
    this.secret = secret;
  }

  /// @param signature as the header has it
  public boolean isGitHub(String signature, byte[] body) {
    // Compared in a time that tells a guesser nothing.
    return MessageDigest.isEqual(
        signature.getBytes(StandardCharsets.UTF_8), sign(body).getBytes(StandardCharsets.UTF_8));
  }

  private String sign(byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.bytes(), ALGORITHM));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }
}
