package dev.ombud.ground.code;

/// What a decision has brought about, as far as is known.
public enum Outcome {
  /// Nothing was done that could be verified.
  NOT_APPLICABLE,
  /// It was not verified yet.
  UNKNOWN,
  /// It helped: fewer complain, and not because fewer would have anyway.
  EFFECTIVE,
  /// It did not help: a fall by half would have shown.
  INEFFECTIVE,
  /// It made things worse: more complain, or a metric got worse that must not.
  HARMFUL,
  /// Nobody can tell: too little was measured, or it was getting better before.
  INCONCLUSIVE
}
