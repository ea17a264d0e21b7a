package dev.ombud.act.flag;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What is said where a person had the last word. Stateless.
public final class People {
  private People() {}

  /// Whether a change came after the evidence. Platforms say milliseconds: in doubt the person came
  /// later.
  public static boolean isLater(Instant changed, Instant evidenceAt) {
    return !changed.isBefore(evidenceAt.truncatedTo(ChronoUnit.MILLIS));
  }

  /// @param who as the platform names them
  public static String changed(String flag, String who, Instant at, Instant evidenceAt) {
    return "`%s` changed flag `%s` at %s, after the evidence of %s was gathered: that stands"
        .formatted(who, flag, at, evidenceAt);
  }
}
