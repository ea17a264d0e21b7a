package dev.ombud.ground.code;

/// How sure it is that nothing in masked texts says who somebody is.
public enum MaskingConfidence {
  /// A text says that something personal follows, and nothing was masked there.
  LOW,
  /// Nothing of the kind.
  HIGH;

  /// Of several texts, the least sure one counts.
  public MaskingConfidence and(MaskingConfidence other) {
    return this == LOW ? LOW : other;
  }
}
