package dev.ombud.ground.field;

/// The fields of [Vocabulary] that the table of a release gate has for itself. Immutable.
public final class GateVocabulary {
  public static final Field GATE = find("gate.name");
  public static final Field FEEDBACK = find("gate.feedback");
  public static final Field ENVIRONMENT = find("gate.environment");
  public static final Field REGRESSION = find("gate.regressionSuite");
  public static final Field SCAN = find("gate.vulnerabilityScan");
  public static final Field ROLLBACK_PLAN = find("gate.rollbackPlan");
  public static final Field HIGH = find("gate.highComplaints");
  public static final Field ADDRESSED = find("gate.addressedComplaints");
  public static final Field DOUBTFUL = find("gate.doubtfulComplaints");
  public static final Field LOW = find("gate.lowComplaints");
  public static final Field CANDIDATE = find("gate.candidateComplaints");
  public static final Field CANDIDATE_SURFACES = find("gate.candidateSurfaces");
  public static final Field FIXES = find("gate.fixes");
  public static final Field UNVALIDATED = find("gate.unvalidatedFixes");
  public static final Field UNMATCHED = find("gate.unmatchedFixes");
  public static final Field CONFIDENCE = find("gate.rootCauseConfidence");
  public static final Field UNSURE = find("gate.fixesWithoutConfidence");
  public static final Field VARIANT_COMPLAINTS = find("gate.variantComplaints");
  public static final Field VARIANT_WINDOWS = find("gate.variantWindows");
  public static final Field VARIANT_RATIO = find("gate.variantRatio");
  public static final Field VERDICT = find("gate.verdict");
  public static final Field REASON = find("gate.reason");
  public static final Field ACTION = find("gate.action");

  private GateVocabulary() {}

  private static Field find(String name) {
    return Vocabulary.find(name).orElseThrow();
  }
}
