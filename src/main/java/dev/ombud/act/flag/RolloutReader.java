package dev.ombud.act.flag;

import static dev.ombud.act.flag.FlagReader.members;
import static dev.ombud.act.flag.FlagReader.quoted;

import dev.ombud.act.flag.Flag.Rollout;
import dev.ombud.act.flag.Flag.Rule;
import dev.ombud.act.flag.Flag.Split;
import dev.ombud.ground.base.Nearest;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import dev.ombud.ground.text.Excerpt;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads who gets what in an environment: `on`, `rules` and `serve`. Immutable.
///
/// @param place what a refusal names
/// @param fallback what everybody gets where nothing is said
record RolloutReader(String place, Collection<String> variations, String fallback, String safe) {
  private static final int MAX_RULES = 100;
  private static final int MAX_VALUES = 1_000;

  /// So far may percentages that were computed be from 100: less than one place of a [Division].
  private static final double ROUNDING = 0.000_001;

  /// @throws ServiceException INVALID_REQUEST
  Rollout read(JsonObject state) {
    return new Rollout(
        isOn(state.value("on")),
        rules(state.value("rules")),
        state.value("serve") == null
            ? Split.of(Map.of(fallback, 100.0), safe)
            : split(place, state.value("serve")));
  }

  /// Reads what [FlagWriter#stored] wrote. Where divisions were not kept yet, they are as they were
  /// then: in the order in which the percentages stand.
  static Rollout readStored(String name, Object stored, Flag flag) {
    JsonObject state = JsonObject.of(stored);
    String safe = flag.safeVariation();
    Rollout plain =
        new RolloutReader(name, flag.variations().keySet(), flag.defaultVariation(), safe)
            .read(state);
    Map<?, ?> places = state.value("places") instanceof Map<?, ?> kept ? kept : Map.of();
    List<?> ofRules = places.get("rules") instanceof List<?> kept ? kept : List.of();
    List<Rule> rules = new ArrayList<>();
    for (Rule rule : plain.rules()) {
      Object kept = rules.size() < ofRules.size() ? ofRules.get(rules.size()) : null;
      rules.add(new Rule(rule.when(), divided(rule.serve(), kept, safe)));
    }
    return new Rollout(plain.isOn(), rules, divided(plain.serve(), places.get("serve"), safe));
  }

  private static Split divided(Split split, @Nullable Object kept, String safe) {
    return new Split(
        split.percents(),
        kept == null ? Division.ofOrder(split.percents(), safe) : Division.ofJson(kept));
  }

  private boolean isOn(@Nullable Object value) {
    if (value == null) {
      return true;
    }
    if (value instanceof Boolean on) {
      return on;
    }
    throw ServiceException.invalid("`" + place + ".on` needs `true` or `false`: correct it");
  }

  private List<Rule> rules(@Nullable Object value) {
    List<Rule> rules = new ArrayList<>();
    if (value == null) {
      return rules;
    }
    if (!(value instanceof List<?> list) || list.size() > MAX_RULES) {
      throw ServiceException.invalid(
          "`" + place + ".rules` needs an array of at most " + MAX_RULES + ": correct it");
    }
    for (Object each : list) {
      String at = place + ".rules[" + rules.size() + "]";
      JsonObject rule = JsonObject.of(members(at, each)).requireOnly("when", "serve");
      Map<String, List<String>> when = new LinkedHashMap<>();
      members(at + ".when", rule.value("when"))
          .forEach((attribute, values) ->
              when.put(attribute, values(at + ".when." + attribute, attribute, values)));
      if (when.isEmpty()) {
        throw ServiceException.invalid(
            "`" + at + ".when` names nothing: give the others `serve` instead");
      }
      rules.add(new Rule(when, split(at, rule.value("serve"))));
    }
    return rules;
  }

  private static List<String> values(String at, String attribute, @Nullable Object value) {
    if (!FlagSwitch.ATTRIBUTES.contains(attribute)) {
      throw ServiceException.invalid(
          "`%s`: nobody is told apart by `%s`: %s"
              .formatted(
                  Excerpt.of(at),
                  Excerpt.of(attribute),
                  Nearest.of(attribute, FlagSwitch.ATTRIBUTES)
                      .map(nearest -> "did you mean `" + nearest + "`?")
                      .orElse("use " + quoted(FlagSwitch.ATTRIBUTES))));
    }
    if (value instanceof List<?> list
        && !list.isEmpty()
        && list.size() <= MAX_VALUES
        && list.stream().allMatch(each -> each instanceof String && Json.isWritable(each))) {
      return list.stream().map(String.class::cast).toList();
    }
    throw ServiceException.invalid(
        "`" + at + "` needs an array of 1 to " + MAX_VALUES + " texts: correct it");
  }

  private Split split(String at, @Nullable Object value) {
    Map<String, Double> percents = new LinkedHashMap<>();
    if (value instanceof String variation) {
      percents.put(variation, 100.0);
    } else {
      members(at + ".serve", value)
          .forEach((variation, percent) -> {
            if (!(percent instanceof Number number)
                || !(number.doubleValue() >= 0 && number.doubleValue() <= 100)) {
              throw ServiceException.invalid(
                  "`%s.serve.%s` needs a number from 0 to 100: correct it"
                      .formatted(at, Excerpt.of(variation)));
            }
            percents.put(variation, number.doubleValue());
          });
    }
    for (String variation : percents.keySet()) {
      if (!variations.contains(variation)) {
        throw ServiceException.invalid(
            "`%s.serve`: there is no variation `%s`: use %s"
                .formatted(at, Excerpt.of(variation), quoted(variations)));
      }
    }
    BigDecimal sum =
        percents.values().stream()
            .map(BigDecimal::valueOf)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    if (Math.abs(sum.doubleValue() - 100) > ROUNDING) {
      throw ServiceException.invalid(
          "`%s.serve` adds up to %s: make it 100"
              .formatted(at, sum.stripTrailingZeros().toPlainString()));
    }
    return Split.of(percents, safe);
  }
}
