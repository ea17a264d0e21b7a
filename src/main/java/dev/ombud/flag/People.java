package dev.ombud.flag;

import java.time.Instant;

/// What is said where a person had the last word. Stateless.
public final class People {
  private People() {}

  /// @param who as the platform names them
  public static String changed(String flag, String who, Instant at, Instant evidenceAt) {
    return "`%s` changed flag `%s` at %s, after the evidence of %s was gathered: that stands"
        .formatted(who, flag, at, evidenceAt);
  }
}
