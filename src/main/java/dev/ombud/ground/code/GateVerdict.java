package dev.ombud.ground.code;

/// What a release gate says, the gravest first: where several rows of its table match, that one
/// counts.
public enum GateVerdict {
  /// Do not promote.
  BLOCK,
  /// What was sent and heard is too little, too old or too doubtful to say anything.
  INSUFFICIENT,
  /// Promote, and tell people what is known to be wrong.
  WARN,
  /// Promote.
  PASS;

  /// Whether a pipeline may go on.
  public boolean isSafe() {
    return this == WARN || this == PASS;
  }
}
