package dev.ombud.ground.code;

/// When others than the reviewer are told of a case that a person is asked about: by tickets, pages
/// and messages.
public enum Telling {
  /// With the decision.
  AT_ONCE,
  /// Once the person has answered, and as far as the answer lets it through.
  AFTER_ANSWER
}
