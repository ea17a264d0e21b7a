package dev.ombud.decide.engine;

import dev.ombud.ground.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
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
    return new RulesetParts(Collections.unmodifiableSortedMap(new TreeMap<>(parts)));
  }

  public byte[] digest() {
    MessageDigest whole = Sha256.begin();
    parts.forEach((path, content) -> {
      whole.update(path.getBytes(StandardCharsets.UTF_8));
      whole.update((byte) 0);
      whole.update(Sha256.of(content));
    });
    return whole.digest();
  }

  /// The digest as it stands in decisions: `sha256:` and 64 hexadecimal digits.
  public String digestText() {
    return Sha256.text(digest());
  }
}
