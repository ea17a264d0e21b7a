package dev.ombud.record.log;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// A private key of a log. Its text form is that of the Go module `golang.org/x/mod/sumdb/note`:
///
/// ```
/// PRIVATE+KEY+<name>+<id>+<base64 of the byte 1 and the 32 bytes of the seed (RFC 8032)>
/// ```
///
/// Immutable; only [#text] shows it.
public final class LogSigner {
  private static final String ALGORITHM = "Ed25519";
  private static final String PREFIX = "PRIVATE+KEY+";

  private final LogKey key;
  private final PrivateKey secret;

  private LogSigner(LogKey key, PrivateKey secret) {
    this.key = key;
    this.secret = secret;
  }

  public static LogSigner generate(String name) {
    byte[] seed = new byte[LogKey.KEY_BYTES];
    new SecureRandom().nextBytes(seed);
    return of(name, seed);
  }

  static LogSigner of(String name, byte[] seed) {
    try {
      KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
      PrivateKey secret =
          factory.generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
      LogSigner signer = new LogSigner(new LogKey(name, publicKey(seed)), secret);
      byte[] trial = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      if (!signer.key.verifies(trial, signer.sign(trial))) {
        throw new IllegalStateException("this Java makes other public keys than it verifies by");
      }
      return signer;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has Ed25519", e);
    }
  }

  /// The JDK computes the public key of a seed only while it generates a pair; so it gets the seed
  /// for its chance.
  private static byte[] publicKey(byte[] seed) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
    generator.initialize(NamedParameterSpec.ED25519, new Chosen(seed));
    KeyPair pair = generator.generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - LogKey.KEY_BYTES, encoded.length);
  }

  @SuppressWarnings("serial")
  private static final class Chosen extends SecureRandom {
    private final byte[] bytes;

    Chosen(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] into) {
      System.arraycopy(bytes, 0, into, 0, into.length);
    }
  }

  public LogKey key() {
    return key;
  }

  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(secret);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a good key does not sign", e);
    }
  }

  /// The secret form, for the file.
  String text() {
    byte[] seed = ((EdECPrivateKey) secret).getBytes().orElseThrow(IllegalStateException::new);
    byte[] typed = new byte[1 + seed.length];
    typed[0] = LogKey.ED25519;
    System.arraycopy(seed, 0, typed, 1, seed.length);
    return PREFIX
        + key.name()
        + "+"
        + key.idText()
        + "+"
        + Base64.getEncoder().encodeToString(typed);
  }

  /// Reads what [#text] wrote.
  static Optional<LogSigner> read(String line) {
    String[] parts =
        line.startsWith(PREFIX) ? line.substring(PREFIX.length()).split("\\+", 3) : new String[0];
    if (parts.length != 3 || !LogKey.isName(parts[0])) {
      return Optional.empty();
    }
    try {
      byte[] typed = Base64.getDecoder().decode(parts[2]);
      if (typed.length != 1 + LogKey.KEY_BYTES || typed[0] != LogKey.ED25519) {
        return Optional.empty();
      }
      LogSigner signer = of(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
      boolean isItsId = HexFormat.of().formatHex(signer.key.id()).equals(parts[1]);
      return isItsId ? Optional.of(signer) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return key.text();
  }
}
