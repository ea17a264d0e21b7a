package dev.ombud.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything that decides, byte for byte: path to content, for example `rules/signals.drl` and
/// `decision-tables/severity.xlsx`.
///
/// Its digest is the SHA-256 over the parts in the order of their paths (as UTF-16 code units); of
/// each part the path in UTF-8, one zero byte, and the SHA-256 of its content. Immutable by custom:
/// nobody writes into the arrays.
public record RulesetParts(SortedMap<String, byte[]> parts) {

  public static RulesetParts of(Map<String, byte[]> parts) {
    return new RulesetParts(java.util.Collections.unmodifiableSortedMap(new TreeMap<>(parts)));
  }

  public byte[] digest() {
    MessageDigest whole = sha256();
    parts.forEach((path, content) -> {
      whole.update(path.getBytes(StandardCharsets.UTF_8));
      whole.update((byte) 0);
      whole.update(sha256().digest(content));
    });
    return whole.digest();
  }

  /// The digest as it stands in decisions: `sha256:` and 64 hexadecimal digits.
  public String digestText() {
    return "sha256:" + HexFormat.of().formatHex(digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
