package dev.ombud.testing;

import dev.ombud.ground.json.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A key of a provider, and JWTs signed with it (RFC 7515, RFC 7518), by the JDK alone: a second
/// implementation beside the one that is tested. Immutable.
public record SigningKey(String id, String algorithm, KeyPair pair) {
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  public static SigningKey rsa(String id) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return new SigningKey(id, "RS256", generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static SigningKey ec(String id) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new SigningKey(id, "ES256", generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The public half (RFC 7517).
  public Map<String, Object> jwk() {
    Map<String, Object> jwk = new LinkedHashMap<>();
    jwk.put("kid", id);
    jwk.put("use", "sig");
    switch (pair.getPublic()) {
      case RSAPublicKey rsa -> {
        jwk.put("kty", "RSA");
        jwk.put("n", number(rsa.getModulus(), 256));
        jwk.put("e", number(rsa.getPublicExponent(), 3));
      }
      case ECPublicKey ec -> {
        jwk.put("kty", "EC");
        jwk.put("crv", "P-256");
        jwk.put("x", number(ec.getW().getAffineX(), 32));
        jwk.put("y", number(ec.getW().getAffineY(), 32));
      }
      default -> throw new IllegalStateException("no such key");
    }
    return jwk;
  }

  private static String number(BigInteger number, int bytes) {
    byte[] raw = number.toByteArray();
    byte[] plain = new byte[bytes];
    int length = Math.min(raw.length, bytes);
    System.arraycopy(raw, raw.length - length, plain, bytes - length, length);
    return TEXT.encodeToString(plain);
  }

  public String sign(Map<String, ?> claims) {
    return sign(Map.of("alg", algorithm, "kid", id, "typ", "JWT"), claims);
  }

  /// @param header may say whatever it likes
  public String sign(Map<String, ?> header, Map<String, ? extends @Nullable Object> claims) {
    String content =
        TEXT.encodeToString(Json.write(header)) + "." + TEXT.encodeToString(Json.write(claims));
    try {
      Signature signature =
          Signature.getInstance(
              algorithm.equals("RS256") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
      signature.initSign(pair.getPrivate());
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + TEXT.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
