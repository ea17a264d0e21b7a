package dev.ombud.ground.domain;

/// One case of policy, to which a ruleset is held before it decides anything. Immutable.
public sealed interface Scenario permits DecisionCase, GateCase {
  /// What the case is, in a sentence.
  String name();

  /// The policy in words.
  String because();
}
