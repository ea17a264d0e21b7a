package dev.ombud.door.web;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The trace id of a request, after W3C Trace Context: the caller's where its `traceparent` is
/// valid (`version-traceid-parentid-flags`), else a new one.
final class Trace {
  private static final Pattern PARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  private Trace() {}

  static String of(@Nullable String parent) {
    if (parent != null && parent.length() >= 55) {
      var matcher = PARENT.matcher(parent);
      // Only versions after 00 may have further parts.
      if (matcher.matches() && (matcher.group(2) == null || !parent.startsWith("00"))) {
        return matcher.group(1);
      }
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    // The lowest bit is set so that the id is never all zeros, which the standard forbids.
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1);
  }

  /// The `instance` of a problem that this request met.
  static String instance(String traceId) {
    return "urn:ombud:trace:" + traceId;
  }
}
