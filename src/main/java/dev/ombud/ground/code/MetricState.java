package dev.ombud.ground.code;

/// What is known of a metric. Five values, never 0 and never "pass".
public enum MetricState {
  PRESENT,
  /// Not sent.
  MISSING,
  /// Sent as null or NaN.
  UNDEFINED,
  /// Observed before the window, or longer ago than the policy allows.
  STALE,
  /// The producer says that it is wrong.
  BROKEN
}
