package dev.ombud.domain;

/// What all health metrics of an aggregate together say about the complaints.
public enum TelemetryVerdict {
  /// At least one present metric got worse than the policy allows.
  CONFIRMS,
  /// All present metrics stayed within the policy.
  FLAT,
  MISSING,
  UNDEFINED,
  STALE,
  BROKEN
}
