package dev.ombud.act.review;

/// What becomes of a review that nobody answered in time. Neither does anything, and neither is a
/// person's answer.
public enum ReviewExpiry {
  /// Nothing is done, and people are told again, one level up.
  HOLD,
  /// Nothing is done, and nobody is told again.
  LAPSE
}
