package dev.ombud.door.web;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `Accept` and `Accept-Encoding` headers (RFC 9110, sections 12.5.1 and 12.5.3). Stateless.
final class Accept {
  private static final Pattern WEIGHT = Pattern.compile("q=(0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?)");

  private Accept() {}

  /// How much a client likes a media type or a coding, 0 to 1: the most specific range that covers
  /// it counts. All lines are one list; where none names anything, everything is liked. A weight
  /// that is none counts as not there.
  static double quality(List<String> lines, String mediaType) {
    // What stands in quotes may hold commas, and says nothing about the type.
    String all = String.join(",", lines).replaceAll("\"[^\"]*\"", "").toLowerCase(Locale.ROOT);
    String type = mediaType.substring(0, mediaType.indexOf('/') + 1);
    int closest = -2;
    double quality = 1;
    for (String range : all.split(",", -1)) {
      String[] parts = range.split(";", -1);
      String named = parts[0].strip();
      int closeness =
          named.equals(mediaType) ? 2 : named.equals(type + "*") ? 1 : named.equals("*/*") ? 0 : -1;
      if (!named.isEmpty() && closeness > closest) {
        closest = closeness;
        quality = closeness < 0 ? 0 : weight(parts);
      }
    }
    return quality;
  }

  /// Whether a client reads such a coding: only where it says so.
  static boolean hasCoding(List<String> lines, String coding) {
    return !String.join("", lines).isBlank() && quality(lines, coding) > 0;
  }

  private static double weight(String[] parts) {
    for (String part : parts) {
      Matcher weight = WEIGHT.matcher(part.strip());
      if (weight.matches()) {
        return Double.parseDouble(weight.group(1));
      }
    }
    return 1;
  }
}
