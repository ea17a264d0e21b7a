package dev.ombud.act.review;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// How sure the pipeline is of a cluster, in words: a number alone looks more definite than it is.
public enum Certainty {
  /// Below 0.50.
  LOW("little more than a guess"),
  /// From 0.50, below 0.85.
  MEDIUM("too uncertain to act on by itself"),
  /// From 0.85. Still only how sure the pipeline is, and no proof.
  HIGH("certain enough to act on where telemetry agrees");

  private static final double MEDIUM_FROM = 0.50;
  private static final double HIGH_FROM = 0.85;

  private final String meaning;

  Certainty(String meaning) {
    this.meaning = meaning;
  }

  /// @param confidence 0 to 1
  public static Certainty of(double confidence) {
    if (confidence >= HIGH_FROM) {
      return HIGH;
    }
    return confidence >= MEDIUM_FROM ? MEDIUM : LOW;
  }

  /// For example `0.52: too uncertain to act on by itself`. Cut off after two digits, never rounded
  /// up: 0.849 must not look like 0.85.
  public static String words(double confidence) {
    BigDecimal shown = BigDecimal.valueOf(confidence).setScale(2, RoundingMode.DOWN);
    return shown + ": " + of(confidence).meaning;
  }
}
