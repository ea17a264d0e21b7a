package dev.ombud.ground.code;

/// What the health metrics of an aggregate say together.
public enum TelemetryVerdict {
  /// At least one got worse, and none got better.
  CONFIRMS,
  /// None got worse.
  FLAT,
  /// None was sent.
  MISSING,
  /// What was sent has no usable value, nothing to be compared with, or no row in `metrics`.
  UNDEFINED,
  /// What was sent is not of the time of the complaints.
  STALE,
  /// The producer says that it is wrong.
  BROKEN,
  /// Some got worse, and some got better by as much as would confirm a fault if they had got worse.
  CONFLICTS
}
