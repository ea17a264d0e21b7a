package dev.ombud.domain;

/// What a decision has brought about, as far as is known.
public enum Outcome {
  /// Nothing was done that could be verified.
  NOT_APPLICABLE,
  /// It was not verified yet.
  UNKNOWN
}
