package dev.ombud.record.texts;

import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.text.SourceText;
import dev.ombud.record.texts.Masking.Masked;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The bytes of [TextVault], which says what they are. Not thread-safe.
final class TextCipher {
  private static final byte[] KEY_LABEL = "ombud text key v1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LOOKUP_LABEL =
      "ombud lookup key v1".getBytes(StandardCharsets.US_ASCII);
  private static final GCMParameterSpec ONE_USE = new GCMParameterSpec(128, new byte[12]);
  private static final byte SAME = 0;
  private static final byte MASKED = 1;
  private static final int SALT_BYTES = 16;
  private static final int SEED_BYTES = 32;
  private static final int LOOKUP_BYTES = 16;

  /// Chance for so many texts is drawn at once: the source is locked, and large draws cost less.
  private static final int TEXTS_A_DRAW = 32;

  private final TextKeys keys;
  private final Map<Integer, Macs> macs = new HashMap<>();
  private final MessageDigest sha256 = Sha256.begin();
  private final Cipher aes;
  private final SecureRandom random = new SecureRandom();
  private final byte[] chance = new byte[TEXTS_A_DRAW * (SALT_BYTES + SEED_BYTES)];
  private int spent = chance.length;

  /// @param text makes the keys of texts
  /// @param lookup makes lookups
  private record Macs(Mac text, Mac lookup) {}

  TextCipher(TextKeys keys) {
    this.keys = keys;
    try {
      aes = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  SealedText seal(SourceText source, Masked masked) {
    byte[] raw = source.text().getBytes(StandardCharsets.UTF_8);
    byte[] salt = draw(SALT_BYTES);
    byte[] seed = draw(SEED_BYTES);
    int keyId = keys.current();
    sha256.update(salt);
    byte[] commitment = sha256.digest(raw);
    byte[] lookup = lookup(keyId, sha256.digest(raw));
    byte[] sealed;
    try {
      aes.init(Cipher.ENCRYPT_MODE, textKey(keyId, seed), ONE_USE);
      authenticate(salt, source.path());
      sealed = aes.doFinal(content(masked, raw));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a text cannot be encrypted", e);
    }
    return new SealedText(
        source.path(),
        source.evidenceId(),
        masked.kinds(),
        masked.confidence(),
        salt,
        seed,
        lookup,
        sealed,
        commitment,
        keyId);
  }

  Optional<OpenText> open(int keyId, String path, byte[] salt, byte[] seed, byte[] sealed) {
    try {
      aes.init(Cipher.DECRYPT_MODE, textKey(keyId, seed), ONE_USE);
      authenticate(salt, path);
      return Optional.of(read(aes.doFinal(sealed)));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a text cannot be decrypted", e);
    }
  }

  byte[] lookup(int keyId, byte[] digest) {
    return Arrays.copyOf(macs(keyId).lookup().doFinal(digest), LOOKUP_BYTES);
  }

  private void authenticate(byte[] salt, String path) {
    aes.updateAAD(salt);
    aes.updateAAD(path.getBytes(StandardCharsets.UTF_8));
  }

  private SecretKeySpec textKey(int keyId, byte[] seed) {
    Mac mac = macs(keyId).text();
    mac.update(KEY_LABEL);
    return new SecretKeySpec(mac.doFinal(seed), "AES");
  }

  private static byte[] content(Masked masked, byte[] raw) {
    if (masked.kinds().isEmpty()) {
      return ByteBuffer.allocate(1 + raw.length).put(SAME).put(raw).array();
    }
    byte[] shown = masked.text().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + Integer.BYTES + shown.length + raw.length)
        .put(MASKED)
        .putInt(shown.length)
        .put(shown)
        .put(raw)
        .array();
  }

  private static OpenText read(byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    if (bytes.get() == SAME) {
      String text = text(bytes, bytes.remaining());
      return new OpenText(text, text);
    }
    String masked = text(bytes, bytes.getInt());
    return new OpenText(masked, text(bytes, bytes.remaining()));
  }

  private static String text(ByteBuffer bytes, int length) {
    byte[] utf8 = new byte[length];
    bytes.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private byte[] draw(int bytes) {
    if (spent + bytes > chance.length) {
      random.nextBytes(chance);
      spent = 0;
    }
    byte[] drawn = Arrays.copyOfRange(chance, spent, spent + bytes);
    // INVARIANT: no seed stays in memory here, nor is one ever given out twice.
    Arrays.fill(chance, spent, spent + bytes, (byte) 0);
    spent += bytes;
    return drawn;
  }

  private Macs macs(int keyId) {
    return macs.computeIfAbsent(
        keyId,
        id -> {
          byte[] key = keys.key(id);
          return new Macs(mac(key), mac(mac(key).doFinal(LOOKUP_LABEL)));
        });
  }

  static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }
}
