package dev.ombud.door.identity;

import dev.ombud.door.web.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Somebody who signed in with a browser. Immutable.
///
/// @param who as they were when they signed in
/// @param tokenDigest of the token that they signed in with, which must still be good; nothing
///   where a provider vouched for them
/// @param seenAt when they did something last, to the minute
public record Session(Caller who, Optional<byte[]> tokenDigest, Instant expiresAt, Instant seenAt) {
  /// How often it is written down that somebody is still there.
  static final Duration SEEN_EVERY = Duration.ofMinutes(1);

  /// How long sessions last.
  ///
  /// @param most from the sign-in
  /// @param idle without anything done
  public record Life(Duration most, Duration idle) {}

  /// Whether a provider vouched for them.
  public boolean isVouchedFor() {
    return tokenDigest.isEmpty();
  }

  /// Whether it has to be written down that they are still there.
  boolean isSeenLate(Instant now) {
    return seenAt.plus(SEEN_EVERY).isBefore(now);
  }
}
