package dev.ombud.record.log;

import dev.ombud.ground.base.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// A public key of a log: Ed25519 under the log's name, as C2SP signed-note has it. Its text form
/// is
///
/// ```
/// <name>+<id: 8 hexadecimal digits>+<base64 of the byte 1 and the 32 bytes of the key>
/// ```
///
/// and its id the first 4 bytes of SHA-256 over the name, a line feed, the byte 1 and the key.
/// Immutable by custom.
public record LogKey(String name, byte[] bytes) {
  static final int ID_BYTES = 4;
  static final int KEY_BYTES = 32;
  static final byte ED25519 = 1;

  private static final String ALGORITHM = "Ed25519";
  private static final byte[] X509_PREFIX =
      HexFormat.of().parseHex("302a300506032b6570032100"); // RFC 8410, section 4

  public LogKey {
    if (!isName(name) || bytes.length != KEY_BYTES) {
      throw new IllegalStateException("`" + name + "` has no good name, or no key of 32 bytes");
    }
  }

  /// Whether a log can be called so: no white space, no plus, at most 200 characters.
  static boolean isName(String name) {
    return name.matches("[^\\s+]{1,200}");
  }

  byte[] id() {
    ByteArrayOutputStream hashed = new ByteArrayOutputStream();
    hashed.writeBytes((name + "\n").getBytes(StandardCharsets.UTF_8));
    hashed.writeBytes(typed());
    return Arrays.copyOf(Sha256.of(hashed.toByteArray()), ID_BYTES);
  }

  private byte[] typed() {
    byte[] typed = new byte[1 + KEY_BYTES];
    typed[0] = ED25519;
    System.arraycopy(bytes, 0, typed, 1, KEY_BYTES);
    return typed;
  }

  /// 8 hexadecimal digits.
  public String idText() {
    return HexFormat.of().formatHex(id());
  }

  /// As others keep it.
  public String text() {
    return name + "+" + idText() + "+" + Base64.getEncoder().encodeToString(typed());
  }

  /// Reads what [#text] wrote.
  public static Optional<LogKey> read(String text) {
    String[] parts = text.strip().split("\\+", 3);
    if (parts.length != 3 || !isName(parts[0])) {
      return Optional.empty();
    }
    try {
      byte[] typed = Base64.getDecoder().decode(parts[2]);
      if (typed.length != 1 + KEY_BYTES || typed[0] != ED25519) {
        return Optional.empty();
      }
      LogKey key = new LogKey(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
      return key.idText().equals(parts[1]) ? Optional.of(key) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(publicKey());
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false; // not even in the form of one
    } catch (GeneralSecurityException e) {
      return false; // no point on the curve
    }
  }

  private PublicKey publicKey() throws GeneralSecurityException {
    byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + KEY_BYTES);
    System.arraycopy(bytes, 0, encoded, X509_PREFIX.length, KEY_BYTES);
    return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
  }

  /// What the key before signs to hand over to this one.
  ///
  /// ```
  /// ombud log key 1
  /// <this key's text form>
  /// <the size of the log up to which the key before signs, in decimal>
  /// ```
  byte[] endorsed(long fromSize) {
    return "ombud log key 1\n%s\n%d\n".formatted(text(), fromSize).getBytes(StandardCharsets.UTF_8);
  }
}
