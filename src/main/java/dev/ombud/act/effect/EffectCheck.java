package dev.ombud.act.effect;

import dev.ombud.decide.engine.Words;
import dev.ombud.ground.code.Outcome;
import dev.ombud.ground.field.MetricShape;
import java.util.Map;
import java.util.Optional;

/// Whether a mitigation helped: the same cohort before and after it, and the holdout over the same
/// time, which tells what would have happened anyway. Pure.
///
/// Each claim is one that the numbers have to prove: that complaints fell and are half of what was
/// to be expected or as usual, that they rose by a quarter, that they did not fall by half. Where
/// none is proven, nobody can tell. A guard metric that got worse is harm whatever complaints do,
/// and the reason then says both.
public final class EffectCheck {
  /// A claim may be wrong by chance once in a hundred times.
  public static final double CHANCE = 0.01;

  /// What keeps from a claim need not be as certain as a claim.
  static final double DOUBT = 0.1;

  /// A fall to this share of what was to be expected is worth a mitigation.
  static final double FALL = 0.5;

  /// A rise to this multiple is harm: less than what is asked of a fall, for harm must not be
  /// missed.
  static final double RISE = 1.25;

  private EffectCheck() {}

  /// What there is to tell it from.
  ///
  /// @param cohort over all windows before and after that do not overlap
  /// @param waiting windows between the evidence and the mitigation
  /// @param paired where a holdout was measured over the same windows
  /// @param shapes of the metrics that have one, by name
  /// @param isCut whether there was more than was looked at, which is the newest
  public record Found(
      Sides cohort,
      Measured waiting,
      Optional<Paired> paired,
      Map<String, MetricShape> shapes,
      boolean isCut) {
    public Found {
      shapes = Map.copyOf(shapes);
    }
  }

  /// The cohort and its holdout over the same windows.
  public record Paired(Sides cohort, Sides holdout) {
    Comparison comparison() {
      return new Comparison.BesideHoldout(
          cohort.before().complaints(),
          cohort.after().complaints(),
          holdout.before().complaints(),
          holdout.after().complaints());
    }
  }

  /// @param reason why, with its numbers, as a sentence without its full stop
  /// @param comparison nothing where there was nothing to compare
  public record Conclusion(
      Outcome outcome, String reason, Optional<Comparison> comparison, Guards guards) {}

  public static Conclusion conclude(Found found) {
    if (!found.cohort().isMeasured()) {
      return new Conclusion(
          Outcome.INCONCLUSIVE,
          found.cohort().after().windows() == 0
              ? "no aggregate of the same surface and cohort began after the mitigation and counted"
                  + " for any time: send one even where it counts no complaint"
              : "the window of the evidence had not begun when it came in, so nothing is known of"
                  + " before",
          Optional.empty(),
          Guards.NONE);
    }
    Comparison comparison =
        found
            .paired()
            .map(Paired::comparison)
            .orElseGet(() -> found.cohort().overTime(found.shapes()));
    Guards guards =
        Guards.read(found.cohort(), found.paired().map(Paired::holdout), found.shapes());
    Complaints complaints = complaints(found, comparison);
    String said =
        complaints.words
            + (complaints.isRelative ? against(found) : "")
            + ": "
            + numbers(found, comparison, complaints);
    String remarks =
        guards.remarks()
            + (found.isCut()
                ? "; only the newest %d aggregates were looked at"
                    .formatted(EffectWindows.MAX_DECISIONS)
                : "");
    if (guards.harmed().isEmpty()) {
      return new Conclusion(complaints.outcome, said + remarks, Optional.of(comparison), guards);
    }
    String reason =
        complaints.outcome == Outcome.EFFECTIVE
            ? "better complaints with worse %s: %s, and %s"
                .formatted(String.join(", ", guards.harmed()), said, guards.harm())
            : guards.harm() + "; " + said;
    return new Conclusion(Outcome.HARMFUL, reason + remarks, Optional.of(comparison), guards);
  }

  /// What can be said of complaints alone.
  private enum Complaints {
    FELL(Outcome.EFFECTIVE, "complaints fell", true),
    ROSE(Outcome.HARMFUL, "complaints rose", true),
    STAYED(Outcome.INEFFECTIVE, "complaints did not fall by half", true),
    FELL_EARLIER(Outcome.INCONCLUSIVE, "complaints were falling before the mitigation ran", false),
    FELL_SOMEWHAT(
        Outcome.INCONCLUSIVE,
        "whether complaints fell by half cannot be told, only that they fell",
        true),
    UNCLEAR(
        Outcome.INCONCLUSIVE,
        "too few complaints: a fall by half could not be told from chance",
        false);

    private final Outcome outcome;
    private final String words;

    /// Whether it is said of what was to be expected, and not of the plain counts.
    private final boolean isRelative;

    Complaints(Outcome outcome, String words, boolean isRelative) {
      this.outcome = outcome;
      this.words = words;
      this.isRelative = isRelative;
    }
  }

  private static Complaints complaints(Found found, Comparison comparison) {
    if (comparison.rise(1) <= CHANCE && comparison.isAtLeast(RISE)) {
      return Complaints.ROSE;
    }
    if (comparison.fall(1) <= CHANCE
        && (comparison.isAtMost(FALL) || isBackToUsual(found.cohort()))) {
      return beganEarlier(found) ? Complaints.FELL_EARLIER : Complaints.FELL;
    }
    if (comparison.rise(FALL) <= CHANCE) {
      return Complaints.STAYED;
    }
    return comparison.fall(1) <= CHANCE ? Complaints.FELL_SOMEWHAT : Complaints.UNCLEAR;
  }

  private static boolean isBackToUsual(Sides cohort) {
    return cohort.hasUsual()
        && cohort.before().complaints() > cohort.before().usual()
        && cohort.after().complaints() <= cohort.after().usual();
  }

  /// Where complaints seem to have fallen while nothing had been done yet, the mitigation has only
  /// the credit for what they fell since.
  private static boolean beganEarlier(Found found) {
    Measured waiting = found.waiting();
    if (waiting.windows() == 0) {
      return false;
    }
    Comparison meanwhile = new Sides(found.cohort().before(), waiting).overTime(found.shapes());
    Comparison since = new Sides(waiting, found.cohort().after()).overTime(found.shapes());
    return meanwhile.fall(1) <= DOUBT && !(since.fall(1) <= CHANCE && since.isAtMost(FALL));
  }

  private static String against(Found found) {
    if (found.paired().isPresent()) {
      return " against the holdout";
    }
    return found.cohort().trafficRises(found.shapes()).isEmpty() ? "" : " for that traffic";
  }

  private static String numbers(Found found, Comparison comparison, Complaints complaints) {
    Sides counted = found.paired().map(Paired::cohort).orElse(found.cohort());
    String text =
        "%s before, %s after".formatted(count(counted.before()), count(counted.after()))
            + (complaints == Complaints.FELL_EARLIER
                ? ", and %s between".formatted(count(found.waiting()))
                : "")
            + found
                .paired()
                .map(paired -> beside(paired.holdout()))
                .orElseGet(() -> expected(found, comparison));
    return text + " (" + chances(comparison, complaints) + ")";
  }

  private static String count(Measured measured) {
    return measured.hours() < 1
        ? "%d in %d min".formatted(measured.complaints(), Math.round(measured.hours() * 60))
        : "%d in %s h"
            .formatted(measured.complaints(), words(Math.round(measured.hours() * 10) / 10.0));
  }

  private static String beside(Sides holdout) {
    return ", while the holdout had %d and %d"
        .formatted(holdout.before().complaints(), holdout.after().complaints());
  }

  private static String expected(Found found, Comparison comparison) {
    String least = number(comparison.expectedLeast());
    String most = number(comparison.expectedMost());
    return ", where %s were to be expected for that time%s%s; no holdout was measured"
        .formatted(
            least.equals(most) ? least : least + " to " + most,
            found.cohort().trafficRises(found.shapes()).isEmpty() ? "" : " and traffic",
            found.cohort().hasUsual() ? " and by what is usual" : "");
  }

  private static String number(double expected) {
    return Words.of(expected < 10 ? Math.round(expected * 10) / 10.0 : Math.rint(expected));
  }

  /// `15` for what arithmetic on doubles made a little more.
  static String words(double number) {
    return Double.isInfinite(number) ? Words.of(number) : Words.of(Math.round(number * 1e4) / 1e4);
  }

  private static String chances(Comparison comparison, Complaints complaints) {
    return switch (complaints) {
      case FELL, FELL_EARLIER -> chance(comparison.fall(1));
      case ROSE -> chance(comparison.rise(1));
      case STAYED -> "so many after a fall by half: " + chance(comparison.rise(FALL));
      case FELL_SOMEWHAT, UNCLEAR ->
          "so few without a fall: %s, so many after a fall by half: %s"
              .formatted(chance(comparison.fall(1)), chance(comparison.rise(FALL)));
    };
  }

  private static String chance(double probability) {
    return probability < 0.0001 ? "p < 0.0001" : "p = " + words(probability);
  }
}
