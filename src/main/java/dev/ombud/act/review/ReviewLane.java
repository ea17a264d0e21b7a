package dev.ombud.act.review;

import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;

/// Where a review waits. In this order:
///
/// | lane | takes |
/// |---|---|
/// | `FAST` | P1; TIER_3; a P2 that would mitigate for everyone |
/// | `WORKBENCH` | any other mitigation; any other P2; a P3 of medium confidence, 0.50 to below 0.85 |
/// | `BULK` | all else: low risk, or nothing that a closer look would change |
public enum ReviewLane {
  /// High impact: somebody looks at once.
  FAST,
  /// Medium confidence: somebody looks closely.
  WORKBENCH,
  /// Low risk: somebody looks at many together.
  BULK;

  /// The one way to choose a lane; sees nothing but what is proposed.
  public static ReviewLane of(Severity severity, Tier tier, Scope scope, double confidence) {
    boolean mitigates = tier != Tier.NONE;
    boolean isWide = mitigates && scope == Scope.GLOBAL;
    if (severity == Severity.P1 || tier == Tier.TIER_3 || (severity == Severity.P2 && isWide)) {
      return FAST;
    }
    boolean isUnsure = severity == Severity.P3 && Certainty.of(confidence) == Certainty.MEDIUM;
    return mitigates || severity == Severity.P2 || isUnsure ? WORKBENCH : BULK;
  }
}
