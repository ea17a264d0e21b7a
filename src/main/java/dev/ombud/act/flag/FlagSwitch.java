package dev.ombud.act.flag;

import dev.ombud.ground.contract.RecordView;
import dev.ombud.ground.domain.ActionTarget;
import dev.ombud.ground.domain.Aggregate.Cohort;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What automation wants of a flag: that of a cohort, but for the holdout, no more than so many
/// percent get a variation, and the others the safe one. Immutable.
///
/// @param key the idempotency key of the action: 64 hexadecimal digits
/// @param cohort attribute to value, as [#ATTRIBUTES]; empty for everyone
/// @param variation only who would get this one; empty for any but the safe one
/// @param exposurePercent how many percent of the cohort may still get it: 0 for nobody
/// @param holdoutPercent of the people who stay as they are; they count among those who get it
/// @param owner the team that has to see to it
/// @param endsOn the last day on which it is meant to lie there
public record FlagSwitch(
    String key,
    String environment,
    Map<String, String> cohort,
    Optional<String> variation,
    double exposurePercent,
    double holdoutPercent,
    String owner,
    LocalDate endsOn) {
  /// By what people can be told apart, in this order.
  public static final List<String> ATTRIBUTES =
      List.of(
          "platform",
          "deviceFamily",
          "region",
          "locale",
          "customerTier",
          "segment",
          "browser",
          "os",
          "fulfilmentCentre");

  public FlagSwitch {
    cohort = Collections.unmodifiableMap(new LinkedHashMap<>(cohort));
  }

  /// Whom a cohort names, by attribute.
  public static Map<String, String> attributes(Cohort cohort) {
    Map<String, String> attributes = new LinkedHashMap<>();
    RecordView.of(cohort).forEach((name, value) -> attributes.put(name, value.toString()));
    return attributes;
  }

  /// Whether nobody but the holdout is to stay.
  public boolean isWhole() {
    return exposurePercent == 0;
  }

  /// Of a share that gets what it is about, how much is left: all that may be, and never less than
  /// the holdout.
  ///
  /// @param percent of the cohort
  /// @return percent of the cohort, at most the same
  public double left(double percent) {
    return Math.max(percent * holdoutPercent / 100, Math.min(percent, exposurePercent));
  }

  /// What [#left] leaves to those outside of the holdout, as a share of what they had: 0 to 1.
  public double leftOfOthers(double percent) {
    double held = holdoutPercent / 100;
    return percent <= exposurePercent
        ? 1
        : Math.max(0, (exposurePercent / percent - held) / (1 - held));
  }

  /// Whether it is about who would get a variation.
  public boolean isAbout(String served, String safe) {
    return !served.equals(safe) && variation.map(served::equals).orElse(true);
  }

  /// What to say where no more get it than may.
  ///
  /// @param flag its key
  public String nothingToReduce(String flag) {
    return "no more than %s %% of the cohort get %s of flag `%s`: there is nothing to reduce"
        .formatted(
            ActionTarget.percentText(exposurePercent),
            variation.map(name -> "variation `" + name + "`").orElse("what is not safe"),
            flag);
  }

  /// Short enough for a title or a comment in another system, long enough to be nobody else's.
  public String mark() {
    return "ombud:" + key.substring(0, 16);
  }
}
