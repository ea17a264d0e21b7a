package dev.ombud.response;

import dev.ombud.domain.Outcome;
import dev.ombud.engine.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whether a mitigation helped: the same cohort before and after it, and the holdout over the same
/// time, which tells what would have happened anyway. Pure.
///
/// The order of the questions is part of the answer: harm first, because it must not be missed;
/// then whether there is enough to say anything; then whether the fall came before the mitigation;
/// and only then whether it helped.
final class EffectCheck {
  /// Complaints before and after together that say anything.
  static final int SMALLEST_SAMPLE = 20;

  /// A fall to this share of what it was, holdout taken into account, is an effect.
  static final double FALL = 0.5;

  /// A rise to this multiple is harm.
  static final double RISE = 1.25;

  /// A metric that worsens by more than this share is harm.
  static final double WORSE = 0.1;

  private static final List<String> SHOULD_FALL =
      List.of("errorRate", "latencyP95Millis", "failedTransactions", "cartFailures");
  private static final List<String> SHOULD_RISE = List.of("conversion", "crashFreeRate");

  private EffectCheck() {}

  /// @param before the windows that the evidence is of
  /// @param waiting windows between the evidence and the mitigation
  /// @param after windows that begin after the mitigation
  record Windows(Measured before, Measured waiting, Measured after) {}

  /// @param reason why, with its numbers, as a sentence without its full stop
  record Conclusion(Outcome outcome, String reason) {}

  /// @param holdout the same of the holdout, where anybody measured it
  static Conclusion conclude(Windows cohort, Optional<Windows> holdout) {
    Measured before = cohort.before();
    Measured after = cohort.after();
    if (after.windows() == 0) {
      return new Conclusion(
          Outcome.INCONCLUSIVE, "no aggregate of the same cohort came after the mitigation");
    }
    Optional<String> worse = worse(before.telemetry(), after.telemetry());
    if (worse.isPresent()) {
      return new Conclusion(Outcome.HARMFUL, worse.get());
    }
    if (before.complaints() + after.complaints() < SMALLEST_SAMPLE) {
      return new Conclusion(
          Outcome.INCONCLUSIVE,
          "%d complaints before and %d after are too few: %d are needed"
              .formatted(before.complaints(), after.complaints(), SMALLEST_SAMPLE));
    }
    double anyway = holdout.map(EffectCheck::change).orElse(1.0);
    double change = change(cohort) / anyway;
    String numbers = numbers(cohort, holdout.isPresent() ? anyway : Double.NaN);
    if (change >= RISE) {
      return new Conclusion(Outcome.HARMFUL, "complaints rose: " + numbers);
    }
    Measured waiting = cohort.waiting();
    if (waiting.windows() > 0 && waiting.rate() <= FALL * before.rate()) {
      return new Conclusion(
          Outcome.INCONCLUSIVE, "complaints fell before the mitigation ran: " + numbers);
    }
    if (change <= FALL || isBackToNormal(after, anyway)) {
      return new Conclusion(Outcome.EFFECTIVE, "complaints fell: " + numbers);
    }
    return new Conclusion(Outcome.INEFFECTIVE, "complaints did not fall by half: " + numbers);
  }

  private static boolean isBackToNormal(Measured after, double anyway) {
    return after.expected() > 0
        && after.complaints() <= after.expected()
        // Where the holdout recovered as well, the mitigation has no part in it.
        && anyway > FALL;
  }

  private static double change(Windows windows) {
    double before = windows.before().rate();
    return before == 0 || windows.after().windows() == 0 ? 1 : windows.after().rate() / before;
  }

  private static String numbers(Windows cohort, double anyway) {
    String text =
        "%s an hour before, %s after"
            .formatted(Words.of(cohort.before().rate()), Words.of(cohort.after().rate()));
    return Double.isNaN(anyway)
        ? text + ", and no holdout was measured"
        : text + "; the holdout went to " + Words.of(anyway * 100) + " % of what it was";
  }

  private static Optional<String> worse(Map<String, Double> before, Map<String, Double> after) {
    for (Map.Entry<String, Double> metric : new TreeMap<>(after).entrySet()) {
      Double was = before.get(metric.getKey());
      if (was != null && isWorse(metric.getKey(), was, metric.getValue())) {
        return Optional.of(
            "%s went from %s to %s"
                .formatted(metric.getKey(), Words.of(was), Words.of(metric.getValue())));
      }
    }
    return Optional.empty();
  }

  private static boolean isWorse(String name, double before, double after) {
    if (SHOULD_FALL.contains(name)) {
      return after > before * (1 + WORSE);
    }
    return SHOULD_RISE.contains(name) && after < before * (1 - WORSE);
  }
}
