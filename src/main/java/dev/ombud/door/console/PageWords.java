package dev.ombud.door.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Numbers, times and names as pages show them: each number with its unit. Stateless.
public final class PageWords {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private PageWords() {}

  /// For example `2026-01-31 08:05:00 UTC`.
  public static String time(Instant instant) {
    return TIME.format(instant);
  }

  /// How long something takes or has been there, roughly: `42 s`, `12 min`, `3 h 20 min`, `5 d`.
  public static String age(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 100) {
      return seconds + " s";
    }
    if (seconds < 100 * 60) {
      return seconds / 60 + " min";
    }
    long hours = seconds / 3600;
    if (hours < 48) {
      long minutes = seconds % 3600 / 60;
      return minutes == 0 ? hours + " h" : hours + " h " + minutes + " min";
    }
    return hours / 24 + " d";
  }

  public static String age(Instant since, Instant now) {
    return age(Duration.between(since, now));
  }

  /// For example `1,204 decisions` or `1 decision`.
  ///
  /// @param unit in the singular; the plural has an `s`
  public static String count(long number, String unit) {
    return number(number) + " " + unit + (number == 1 ? "" : "s");
  }

  /// With a comma between thousands.
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// A share of one as per cent, for example `12.5 %`.
  public static String share(double share) {
    return decimal(share * 100) + " %";
  }

  /// At most two digits after the point, none that say nothing.
  public static String decimal(double number) {
    String text = String.format(Locale.ROOT, "%,.2f", number);
    return text.replaceAll("\\.?0+$", "");
  }

  /// A constant's name as a word: `TIER_1` is `Tier 1`.
  public static String name(Enum<?> constant) {
    String words = constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return sentenceStart(words);
  }

  /// A message of ours (lower case, no final stop) as a sentence.
  public static String sentence(String message) {
    return message.isEmpty() ? "" : sentenceStart(message) + ".";
  }

  private static String sentenceStart(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
