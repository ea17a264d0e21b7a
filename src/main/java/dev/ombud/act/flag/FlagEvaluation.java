package dev.ombud.act.flag;

import dev.ombud.act.flag.Flag.Rollout;
import dev.ombud.act.flag.Flag.Rule;
import dev.ombud.act.flag.Flag.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who gets what on the built-in platform: a pure function of flag, environment and context. First
/// what people set, then the switches over it; never both for the holdout. Who says no targeting
/// key gets an answer wherever all people of their kind get the same.
///
/// @param variation by name
/// @param reason in OpenFeature's words
/// @param switched the key of the switch that applied, or empty
public record FlagEvaluation(String variation, Reason reason, Optional<String> switched) {
  private static final String SPLIT = "split";
  private static final String HOLDOUT = "holdout";

  /// Why somebody gets a variation (OpenFeature, types, resolution reason; all known to OFREP).
  public enum Reason {
    /// Everybody gets it.
    STATIC,
    /// A rule or a switch of their cohort says so.
    TARGETING_MATCH,
    /// Their place in a division by percentages says so.
    SPLIT,
    /// The flag is off.
    DISABLED
  }

  /// What comes of asking.
  public sealed interface Answer {
    record Served(FlagEvaluation evaluation) implements Answer {}

    /// It goes by percentages, and nobody said whose.
    record KeyMissing() implements Answer {}

    /// The flag is not in the environment.
    record Absent() implements Answer {}
  }

  /// Somebody whom flags are evaluated for.
  ///
  /// @param targetingKey empty where nobody says it
  /// @param attributes a text, or a list of texts for one who has several; numbers and truth values
  ///   count as they are written
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
          ? several.stream().anyMatch(each -> isAmong(each, values))
          : isAmong(own, values);
    }

    private static boolean isAmong(@Nullable Object own, List<String> values) {
      return own != null
          && (values.contains(own.toString())
              || (own instanceof Double number
                  && number % 1 == 0
                  && values.contains(Long.toString(number.longValue()))));
    }
  }

  /// Empty where the flag is not in the environment, or a targeting key is needed and missing.
  public static Optional<FlagEvaluation> of(
      RegisteredFlag flag, String environment, Person person) {
    return answer(flag, environment, person) instanceof Answer.Served(FlagEvaluation served)
        ? Optional.of(served)
        : Optional.empty();
  }

  /// With the switches that lie over what people set.
  public static Answer answer(RegisteredFlag registered, String environment, Person person) {
    RegisteredFlag.Environment over = registered.environments().get(environment);
    return answer(
        registered.flag(), environment, person, over == null ? List.of() : over.switches());
  }

  /// As if there were no switches.
  public static Optional<FlagEvaluation> plain(Flag flag, String environment, Person person) {
    return answer(flag, environment, person, List.of())
            instanceof Answer.Served(FlagEvaluation served)
        ? Optional.of(served)
        : Optional.empty();
  }

  private static Answer answer(
      Flag flag, String environment, Person person, List<FlagSwitch> switches) {
    Rollout rollout = flag.environments().get(environment);
    if (rollout == null) {
      return new Answer.Absent();
    }
    if (!rollout.isOn()) {
      return new Answer.Served(
          new FlagEvaluation(flag.safeVariation(), Reason.DISABLED, Optional.empty()));
    }
    Optional<Rule> rule =
        rollout.rules().stream().filter(each -> matches(each, person)).findFirst();
    Reason reason = rule.isPresent() ? Reason.TARGETING_MATCH : Reason.STATIC;
    Asked asked =
        new Asked(flag, rule.map(Rule::serve).orElse(rollout.serve()), reason, person, switches);
    return asked.answer();
  }

  /// Whether somebody is in the slice that no switch ever touches.
  public static boolean isHeld(Flag flag, double holdoutPercent, String targetingKey) {
    return Bucket.isBelow(holdoutPercent, flag.key(), HOLDOUT, targetingKey);
  }

  private static boolean matches(Rule rule, Person person) {
    return rule.when().entrySet().stream()
        .allMatch(each -> person.has(each.getKey(), each.getValue()));
  }

  /// @param split of the rule that takes the person, or of everybody else
  /// @param reason where the split serves one variation only
  private record Asked(
      Flag flag, Split split, Reason reason, Person person, List<FlagSwitch> switches) {
    Answer answer() {
      Division division = split.division();
      boolean goesByPlace = division.stretches().size() > 1 || !switches.isEmpty();
      if (goesByPlace && !person.targetingKey().isEmpty()) {
        int place = Bucket.place(flag.key(), SPLIT, person.targetingKey());
        return new Answer.Served(settled(division.at(place), true).orElseThrow());
      }
      List<Optional<FlagEvaluation>> all =
          division.stretches().keySet().stream()
              .map(variation -> settled(new Division.Seat(variation, 0), false))
              .toList();
      boolean isSame =
          all.stream().allMatch(Optional::isPresent)
              && all.stream().map(each -> each.orElseThrow().variation()).distinct().count() == 1;
      return isSame
          ? new Answer.Served(
              all.stream()
                  .map(Optional::orElseThrow)
                  .filter(each -> each.switched().isPresent())
                  .findFirst()
                  .orElse(all.getFirst().orElseThrow()))
          : new Answer.KeyMissing();
    }

    /// What the switches make of a seat; empty where that takes a targeting key that is missing.
    private Optional<FlagEvaluation> settled(Division.Seat seat, boolean isNamed) {
      String variation = seat.variation();
      boolean goesByPlace = split.division().stretches().size() > 1;
      boolean isOpen = false;
      for (FlagSwitch over : switches) {
        int left = applies(over, variation) ? left(over, variation) : Integer.MAX_VALUE;
        if (left < split.division().size(variation)) {
          boolean isDivided = left > 0 || over.holdoutPercent() > 0;
          boolean isMoved =
              seat.rank() >= left && !isHeld(flag, over.holdoutPercent(), person.targetingKey());
          if (isMoved && (isNamed || !isDivided)) {
            Reason why = left > 0 ? Reason.SPLIT : Reason.TARGETING_MATCH;
            return Optional.of(
                new FlagEvaluation(flag.safeVariation(), why, Optional.of(over.key())));
          }
          goesByPlace = true;
          isOpen = !isNamed;
        }
      }
      return isOpen
          ? Optional.empty()
          : Optional.of(
              new FlagEvaluation(variation, goesByPlace ? Reason.SPLIT : reason, Optional.empty()));
    }

    private boolean applies(FlagSwitch over, String variation) {
      return over.isAbout(variation, flag.safeVariation())
          && over.cohort().entrySet().stream()
              .allMatch(each -> person.has(each.getKey(), List.of(each.getValue())));
    }

    /// How many places of a variation stay outside of the holdout: the first ones that it got.
    private int left(FlagSwitch over, String variation) {
      return (int)
          (split.division().size(variation)
              * over.leftOfOthers(split.percentOf(over, flag.safeVariation())));
    }
  }
}
