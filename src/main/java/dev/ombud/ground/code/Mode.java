package dev.ombud.ground.code;

/// Who starts a mitigation.
public enum Mode {
  /// The service, by itself.
  AUTOMATIC,
  /// The service, after a person agreed.
  APPROVAL,
  /// A person; the service only says what it would do.
  RECOMMENDATION
}
