package dev.ombud.ground.code;

/// Where a decision stands on its way.
public enum Phase {
  /// All is done that was asked for at once.
  DECIDED,
  /// A person has to agree first.
  WAITING,
  /// Actions run.
  ACTING
}
