package dev.ombud.flag;

import dev.ombud.flag.Flag.Rollout;
import dev.ombud.flag.Flag.Rule;
import dev.ombud.flag.Flag.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who gets what on the built-in platform: a pure function of flag, environment and context. First
/// what people set, then the switches over it; never both for the holdout.
///
/// @param variation by name
/// @param reason in OpenFeature's words
/// @param switched the key of the switch that applied, or empty
public record Evaluation(String variation, Reason reason, Optional<String> switched) {
  private static final String SPLIT = "split";
  private static final String HOLDOUT = "holdout";
  private static final String REDUCTION = "reduction";

  /// Why somebody gets a variation (OpenFeature, types, resolution reason).
  public enum Reason {
    STATIC,
    TARGETING_MATCH,
    SPLIT,
    DISABLED
  }

  /// Somebody whom flags are evaluated for.
  ///
  /// @param attributes a text, or a list of texts for one who has several
  public record Person(String targetingKey, Map<String, ? extends @Nullable Object> attributes) {
    /// Somebody made up, to see what people of a cohort get.
    ///
    /// @param other appended to each of its values, to have somebody outside of it
    public static Person probe(int number, Map<String, String> cohort, String other) {
      Map<String, String> attributes = new LinkedHashMap<>();
      cohort.forEach((name, value) -> attributes.put(name, value + other));
      return new Person("ombud-probe-" + number, attributes);
    }

    boolean has(String attribute, List<String> values) {
      Object own = attributes.get(attribute);
      return own instanceof List<?> several
          ? several.stream().anyMatch(each -> values.contains(String.valueOf(each)))
          : own != null && values.contains(String.valueOf(own));
    }
  }

  /// Empty where the flag is not in the environment.
  public static Optional<Evaluation> of(RegisteredFlag flag, String environment, Person person) {
    RegisteredFlag.Environment over = flag.environments().get(environment);
    return plain(flag.flag(), environment, person)
        .map(plain ->
            over == null || plain.reason() == Reason.DISABLED
                ? plain
                : over.switches().stream()
                    .filter(each -> applies(flag.flag(), each, person, plain.variation()))
                    .findFirst()
                    .map(each ->
                        new Evaluation(
                            flag.flag().safeVariation(),
                            Reason.TARGETING_MATCH,
                            Optional.of(each.key())))
                    .orElse(plain));
  }

  /// As if there were no switches.
  public static Optional<Evaluation> plain(Flag flag, String environment, Person person) {
    Rollout rollout = flag.environments().get(environment);
    if (rollout == null) {
      return Optional.empty();
    }
    if (!rollout.isOn()) {
      return Optional.of(new Evaluation(flag.safeVariation(), Reason.DISABLED, Optional.empty()));
    }
    Optional<Rule> rule =
        rollout.rules().stream().filter(each -> matches(each, person)).findFirst();
    Split split = rule.map(Rule::serve).orElse(rollout.serve());
    Reason reason =
        split.percents().size() > 1
            ? Reason.SPLIT
            : rule.isPresent() ? Reason.TARGETING_MATCH : Reason.STATIC;
    return Optional.of(new Evaluation(choose(flag.key(), split, person), reason, Optional.empty()));
  }

  /// Whether somebody is in the slice that no switch ever touches.
  public static boolean isHeld(Flag flag, double holdoutPercent, String targetingKey) {
    return Bucket.isBelow(holdoutPercent, flag.key(), HOLDOUT, targetingKey);
  }

  private static boolean matches(Rule rule, Person person) {
    return rule.when().entrySet().stream()
        .allMatch(each -> person.has(each.getKey(), each.getValue()));
  }

  private static String choose(String flag, Split split, Person person) {
    String last = "";
    double place =
        split.percents().size() > 1 ? Bucket.place(flag, SPLIT, person.targetingKey()) : 0;
    double upTo = 0;
    for (Map.Entry<String, Double> share : split.percents().entrySet()) {
      last = share.getKey();
      upTo += share.getValue();
      if (place < upTo) {
        return last;
      }
    }
    return last;
  }

  private static boolean applies(Flag flag, FlagSwitch over, Person person, String variation) {
    return over.variation().filter(only -> !only.equals(variation)).isEmpty()
        && over.cohort().entrySet().stream()
            .allMatch(each -> person.has(each.getKey(), List.of(each.getValue())))
        && !isHeld(flag, over.holdoutPercent(), person.targetingKey())
        && (over.percent() >= 100
            || Bucket.isBelow(over.percent(), flag.key(), REDUCTION, person.targetingKey()));
  }
}
