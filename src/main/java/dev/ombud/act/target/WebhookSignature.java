package dev.ombud.act.target;

import dev.ombud.ground.outbound.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs as Standard Webhooks 1.0 has it: `v1,` and the HMAC-SHA256, in base64, of
/// `<webhook-id>.<webhook-timestamp>.<body>`, the key being what stands in base64 behind `whsec_`.
public final class WebhookSignature {
  private static final String PREFIX = "whsec_";
  private static final int LEAST_BYTES = 24;
  private static final int MAX_BYTES = 64;

  private WebhookSignature() {}

  static boolean isKey(Secret secret) {
    return key(secret).isPresent();
  }

  private static Optional<byte[]> key(Secret secret) {
    if (!secret.reveal().startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      byte[] key = Base64.getDecoder().decode(secret.reveal().substring(PREFIX.length()));
      return key.length >= LEAST_BYTES && key.length <= MAX_BYTES
          ? Optional.of(key)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public static String of(Secret secret, String id, Instant at, byte[] body) {
    byte[] key =
        key(secret).orElseThrow(() -> new IllegalStateException("the reader refuses such a key"));
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.writeBytes((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
    signed.writeBytes(body);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
