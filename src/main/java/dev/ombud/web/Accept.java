package dev.ombud.web;

import java.util.Locale;

/// Reads an `Accept` header (RFC 9110, section 12.5.1). Stateless.
final class Accept {
  private Accept() {}

  /// How much a header likes a media type, 0 to 1: the most specific range that covers it counts.
  /// What is not well formed counts as not there.
  static double quality(String header, String mediaType) {
    String type = mediaType.substring(0, mediaType.indexOf('/') + 1);
    int closest = -1;
    double quality = 0;
    for (String range : header.split(",", -1)) {
      String[] parts = range.strip().toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1);
      int closeness =
          parts[0].equals(mediaType)
              ? 2
              : parts[0].equals(type + "*") ? 1 : parts[0].equals("*/*") ? 0 : -1;
      if (closeness > closest) {
        closest = closeness;
        quality = quality(parts);
      }
    }
    return quality;
  }

  private static double quality(String[] parts) {
    for (String part : parts) {
      if (part.startsWith("q=")) {
        try {
          return Math.clamp(Double.parseDouble(part.substring(2)), 0, 1);
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
