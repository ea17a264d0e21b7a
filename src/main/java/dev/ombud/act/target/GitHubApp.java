package dev.ombud.act.target;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.outbound.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// Signs in as an installation of a GitHub App, which alone may answer a deployment protection
/// rule: a token of ten minutes that the app's key signs (RS256) buys one of an hour. Thread-safe.
public final class GitHubApp {
  /// GitHub's clock may be behind ours.
  private static final Duration BEFORE = Duration.ofSeconds(60);

  private static final Duration AFTER = Duration.ofMinutes(9);
  private static final Duration SPARE = Duration.ofMinutes(2);

  /// What PKCS#8 puts before a key of RSA in PKCS#1: version 0, the algorithm, an octet string.
  private static final byte[] ALGORITHM = {
    2, 1, 0, 48, 13, 6, 9, 42, -122, 72, -122, -9, 13, 1, 1, 1, 5, 0
  };

  private final TargetConfig target;
  private final Api api;
  private final InstantSource clock;

  // INVARIANT: only whoever holds this object's lock touches these.
  private Secret token = new Secret("");
  private Instant until = Instant.EPOCH;

  /// @param api without an authorization of its own
  public GitHubApp(TargetConfig target, Api api, InstantSource clock) {
    this.target = target;
    this.api = api;
    this.clock = clock;
  }

  static boolean isKey(Secret secret) {
    try {
      key(secret);
      return true;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  /// What goes into `Authorization`.
  public synchronized String authorization() throws DeliveryException {
    if (clock.instant().isBefore(until.minus(SPARE))) {
      return Api.bearer(token);
    }
    String path =
        "/app/installations/" + Api.encode(target.option("installation")) + "/access_tokens";
    Tree answer =
        api.tree(
            api.answer(api.call("POST", path).with("Authorization", "Bearer " + jwt()), Kind.LATER),
            Kind.LATER);
    token = new Secret(answer.at("token").text());
    until = answer.at("expires_at").instant().orElse(Instant.EPOCH);
    if (token.reveal().isEmpty()) {
      throw api.failure(Kind.NEVER, "GitHub gave no token to the app's installation");
    }
    return Api.bearer(token);
  }

  private String jwt() {
    Instant now = clock.instant();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iat", now.minus(BEFORE).getEpochSecond());
    claims.put("exp", now.plus(AFTER).getEpochSecond());
    claims.put("iss", target.option("app"));
    String signed = part(Map.of("alg", "RS256", "typ", "JWT")) + "." + part(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key(target.requiredSecret()));
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the reader refuses such a key", e);
    }
  }

  private static String part(Map<String, Object> fields) {
    return base64(Json.write(fields));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// GitHub hands keys out in PKCS#1, which the JDK does not read.
  private static PrivateKey key(Secret secret) throws GeneralSecurityException {
    String pem = secret.reveal();
    byte[] content =
        Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "").strip());
    byte[] wrapped =
        pem.contains("BEGIN RSA PRIVATE KEY")
            ? field(48, concat(ALGORITHM, field(4, content)))
            : content;
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(wrapped));
  }

  /// One field of DER: its tag, its length, its content.
  private static byte[] field(int tag, byte[] content) {
    byte[] head =
        content.length < 128
            ? new byte[] {(byte) tag, (byte) content.length}
            : new byte[] {
              (byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length
            };
    return concat(head, content);
  }

  private static byte[] concat(byte[] one, byte[] other) {
    ByteArrayOutputStream both = new ByteArrayOutputStream(one.length + other.length);
    both.writeBytes(one);
    both.writeBytes(other);
    return both.toByteArray();
  }
}
