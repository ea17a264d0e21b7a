package dev.ombud.ground.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 (FIPS 180-4), the one digest of this product. Stateless.
public final class Sha256 {
  private static final String PREFIX = "sha256:";

  private Sha256() {}

  public static byte[] of(byte[] content) {
    return begin().digest(content);
  }

  /// Of the text's UTF-8 bytes.
  public static byte[] of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A digest to be fed piece by piece; belongs to one thread.
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// As digests stand in decisions: `sha256:` and 64 hexadecimal digits.
  public static String text(byte[] digest) {
    return PREFIX + HexFormat.of().formatHex(digest);
  }

  /// Reads what [#text] wrote.
  ///
  /// @throws IllegalArgumentException where it is none of ours
  public static byte[] parse(String text) {
    if (text.length() != PREFIX.length() + 64 || !text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("`" + text + "` is no digest");
    }
    return HexFormat.of().parseHex(text, PREFIX.length(), text.length());
  }
}
