package dev.ombud.ground.code;

/// How far an action has come.
public enum ActionState {
  /// Waits for the worker that does it.
  QUEUED,
  /// Waits for a person who agrees.
  AWAITING_APPROVAL,
  /// Is only said; nothing will happen by itself.
  RECOMMENDED,
  /// Stands on record only: the evidence is historic, and nothing of it leaves the house.
  SUPPRESSED
}
