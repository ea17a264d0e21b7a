package dev.ombud.act.review;

/// How a review stands. All but `OPEN` are final.
public enum ReviewState {
  /// Waits for somebody.
  OPEN,
  /// Somebody let all of it through.
  APPROVED,
  /// Somebody let a part of it through.
  AMENDED,
  /// Somebody let nothing of it through.
  REJECTED,
  /// Newer evidence of the same incident voided it.
  SUPERSEDED,
  /// Nobody answered in time.
  EXPIRED
}
