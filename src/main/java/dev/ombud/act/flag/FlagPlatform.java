package dev.ombud.act.flag;

import java.time.Instant;

/// Where flags live. A write is always preceded by [#look] and followed by it. Thread-safe.
public interface FlagPlatform {
  /// Reads how a wanted switch stands. Changes nothing.
  ///
  /// @param evidenceAt a person's change after it wins: [Standing.Refused]
  Standing look(Flag flag, FlagSwitch wanted, Instant evidenceAt) throws PlatformException;

  /// Moves the cohort to the safe variation, but for what may be left, and touches neither the rest
  /// nor the holdout. Twice with the same key is once.
  ///
  /// @param before what [#look] has just found
  Standing.Trail write(Flag flag, FlagSwitch wanted, Instant evidenceAt, Standing.Open before)
      throws PlatformException;

  /// Takes back what [#write] did, and leaves alone what others did since.
  ///
  /// @param before the state of [Standing.Open] that the switch was made upon
  /// @param actor who wants it
  /// @param reason why; may be empty
  /// @return [Standing.Open] where it is taken back
  Standing restore(Flag flag, FlagSwitch made, String before, String actor, String reason)
      throws PlatformException;

  /// Says what people get now, by asking what serves them.
  Effect verify(Flag flag, FlagSwitch made) throws PlatformException;
}
