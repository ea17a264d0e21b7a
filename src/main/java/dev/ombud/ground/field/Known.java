package dev.ombud.ground.field;

import java.util.Set;

/// Which fields have a value in every case, so that a table need not provide for its lack.
/// Stateless.
public final class Known {
  /// What contract v1 requires, and what follows from that alone.
  private static final Set<Field> REQUIRED =
      Set.of(
          Vocabulary.PRODUCT,
          Vocabulary.SURFACE,
          Vocabulary.CATEGORY,
          Vocabulary.CONFIDENCE,
          Vocabulary.COUNT,
          Vocabulary.WINDOW_HOURS,
          Vocabulary.REVERTIBLE,
          Vocabulary.COHORT_NAMED,
          Vocabulary.FLAGGED,
          Vocabulary.MULTIVARIATE,
          Vocabulary.EXPERIMENTAL,
          Vocabulary.DOMAINS,
          Vocabulary.AGE,
          Vocabulary.REMAINING,
          Vocabulary.END_HOUR,
          Vocabulary.END_DAY,
          Vocabulary.RECEIVED_HOUR,
          Vocabulary.RECEIVED_DAY,
          Vocabulary.CONTROL,
          Vocabulary.CORE,
          Vocabulary.RELEASE_FAULT,
          Vocabulary.BREACHES,
          Vocabulary.LATER_WINDOWS);

  /// What a gate knows only of fixes that say it, and of an experiment that is named.
  private static final Set<String> OPTIONAL =
      Set.of(
          "gate.rootCauseConfidence",
          "gate.variantComplaints",
          "gate.variantWindows",
          "gate.variantRatio");

  private Known() {}

  /// Of a conclusion this holds for the tables that may test it, those after the one that concludes
  /// it.
  public static boolean always(Field field) {
    return switch (field.origin()) {
      case AGGREGATE, DERIVED -> REQUIRED.contains(field);
      case GATE -> !OPTIONAL.contains(field.name());
      case LIMIT, SIGNAL, SUBJECT, CONCLUSION -> true;
    };
  }
}
