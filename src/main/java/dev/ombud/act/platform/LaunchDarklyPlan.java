package dev.ombud.act.platform;

import dev.ombud.act.flag.Flag;
import dev.ombud.act.flag.FlagSwitch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What has to be added to a flag's rules so that a cohort gets the safe variation: nothing that
/// people made is changed. Before each rule comes one of the same clauses, restricted to the
/// cohort, that serves what the rule serves to those who are to stay, and the safe variation to the
/// others; and after the last rule one for those whom the fallthrough would serve. LaunchDarkly
/// buckets people of one flag the same way in each of its rollouts, in the order of the variations,
/// so whether those who stay keep what they had can be computed; where they would not, the plan
/// refuses. Each rule has a clause that is always true, `key` is not the switch's mark, by which a
/// second attempt and a restore find it. Immutable.
final class LaunchDarklyPlan {
  private static final int WHOLE = 100_000;
  private static final String USER = "user";

  private final Flag flag;
  private final FlagSwitch wanted;
  private final List<Map<String, @Nullable Object>> variations = new ArrayList<>();
  private final List<Map<String, @Nullable Object>> instructions = new ArrayList<>();
  private String refusal = "";

  private LaunchDarklyPlan(Flag flag, FlagSwitch wanted, List<?> variations) {
    this.flag = flag;
    this.wanted = wanted;
    variations.forEach(each -> this.variations.add(Plain.map(each)));
  }

  /// @param variations of the flag, as the API has them
  /// @param state of the environment, as the API has it
  static LaunchDarklyPlan of(Flag flag, FlagSwitch wanted, List<?> variations, Object state) {
    LaunchDarklyPlan plan = new LaunchDarklyPlan(flag, wanted, variations);
    Optional<Integer> safe = plan.index(flag.safeVariation());
    Optional<Integer> only = wanted.variation().flatMap(plan::index);
    if (safe.isEmpty() || (wanted.variation().isPresent() && only.isEmpty())) {
      plan.refusal =
          "LaunchDarkly's flag `%s` lacks variation `%s`: name its variations as the registry does"
              .formatted(flag.platformKey(), wanted.variation().orElse(flag.safeVariation()));
      return plan;
    }
    boolean isWhole =
        wanted.cohort().isEmpty() && wanted.left(100) == 0 && wanted.variation().isEmpty();
    if (isWhole && Plain.number(state, "offVariation", -1) == safe.get()) {
      plan.instructions.add(instruction("turnFlagOff"));
      return plan;
    }
    for (Object rule : Plain.list(state, "rules")) {
      if (!isOurs(rule)) {
        plan.add(rule, Plain.text(rule, "_id"), safe.get(), only);
      }
    }
    plan.add(Plain.map(state, "fallthrough"), "", safe.get(), only);
    if (plan.instructions.isEmpty() && plan.refusal.isEmpty()) {
      plan.refusal =
          wanted.isWhole()
              ? "nobody gets what flag `%s` should keep from the cohort: look at its rules"
                  .formatted(flag.key())
              : wanted.nothingToReduce(flag.key());
    }
    return plan;
  }

  /// Empty where it can be carried out.
  String refusal() {
    return refusal;
  }

  List<Map<String, @Nullable Object>> instructions() {
    return List.copyOf(instructions);
  }

  /// The index of a variation, by its name there or else by its value.
  private Optional<Integer> index(String name) {
    for (int i = 0; i < variations.size(); i++) {
      if (Plain.text(variations.get(i), "name").equals(name)) {
        return Optional.of(i);
      }
    }
    Object value = flag.variations().get(name);
    for (int i = 0; i < variations.size(); i++) {
      if (value != null && value.equals(variations.get(i).get("value"))) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private void add(Object served, String beforeRule, int safe, Optional<Integer> only) {
    long[] weights = weights(served);
    long[] after = weights.clone();
    double about = 0;
    for (int i = 0; i < weights.length; i++) {
      about += isAbout(i, safe, only) ? weights[i] : 0;
    }
    if (!wanted.isWhole() && about * 100 / WHOLE <= wanted.exposurePercent()) {
      return;
    }
    double left = about == 0 ? 1 : wanted.left(about * 100 / WHOLE) * WHOLE / 100 / about;
    for (int i = 0; i < weights.length; i++) {
      if (isAbout(i, safe, only)) {
        long held = (long) Math.ceil(weights[i] * wanted.holdoutPercent() / 100);
        after[i] = Math.min(weights[i], Math.max((long) (weights[i] * left), held));
        after[safe] += weights[i] - after[i];
      }
    }
    if (Arrays.equals(weights, after)) {
      return;
    }
    if (!staysInPlace(weights, after, safe)) {
      refusal =
          "a rollout of flag `%s` would give people another variation than they had: reduce it by hand"
              .formatted(flag.key());
      return;
    }
    instructions.add(rule(served, beforeRule, after));
  }

  private static boolean isAbout(int variation, int safe, Optional<Integer> only) {
    return variation != safe && (only.isEmpty() || only.get() == variation);
  }

  /// By index of the variation.
  private long[] weights(Object served) {
    long[] weights = new long[variations.size()];
    List<?> rollout = Plain.list(Plain.map(served, "rollout"), "variations");
    if (rollout.isEmpty()) {
      set(weights, Plain.number(served, "variation", 0), WHOLE);
    }
    for (Object each : rollout) {
      set(weights, Plain.number(each, "variation", 0), Plain.number(each, "weight", 0));
    }
    return weights;
  }

  private static void set(long[] weights, long index, long weight) {
    if (index >= 0 && index < weights.length) {
      weights[(int) index] += weight;
    }
  }

  /// Whether at every place of the division people get what they got, or the safe variation.
  private static boolean staysInPlace(long[] before, long[] after, int safe) {
    int was = 0;
    int is = 0;
    long wasUpTo = before[0];
    long isUpTo = after[0];
    for (long place = 0; place < WHOLE; place = Math.min(wasUpTo, isUpTo)) {
      while (place >= wasUpTo && was < before.length - 1) {
        wasUpTo += before[++was];
      }
      while (place >= isUpTo && is < after.length - 1) {
        isUpTo += after[++is];
      }
      if (place >= wasUpTo || place >= isUpTo) {
        return true;
      }
      if (is != was && is != safe) {
        return false;
      }
    }
    return true;
  }

  private Map<String, @Nullable Object> rule(Object served, String beforeRule, long[] weights) {
    Map<String, @Nullable Object> add = instruction("addRule");
    if (!beforeRule.isEmpty()) {
      add.put("beforeRuleId", beforeRule);
    }
    List<@Nullable Object> clauses = new ArrayList<>();
    for (Object each : Plain.list(served, "clauses")) {
      Map<String, @Nullable Object> clause = Plain.map(each);
      clause.remove("_id");
      clauses.add(clause);
    }
    wanted.cohort().forEach((attribute, value) -> clauses.add(clause(attribute, false, value)));
    clauses.add(clause("key", true, wanted.mark()));
    add.put("clauses", clauses);
    Map<String, Object> percents = new LinkedHashMap<>();
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        percents.put(Plain.text(variations.get(i), "_id"), weights[i]);
      }
    }
    if (percents.size() == 1) {
      add.put("variationId", percents.keySet().iterator().next());
    } else {
      Map<String, @Nullable Object> rollout = Plain.map(served, "rollout");
      String kind = Plain.text(rollout, "contextKind");
      add.put("rolloutContextKind", kind.isEmpty() ? USER : kind);
      if (!Plain.text(rollout, "bucketBy").isEmpty()) {
        add.put("rolloutBucketBy", rollout.get("bucketBy"));
      }
      add.put("rolloutWeights", percents);
    }
    return add;
  }

  private static Map<String, @Nullable Object> clause(
      String attribute, boolean negate, String value) {
    Map<String, @Nullable Object> clause = new LinkedHashMap<>();
    clause.put("contextKind", USER);
    clause.put("attribute", attribute);
    clause.put("op", "in");
    clause.put("negate", negate);
    clause.put("values", List.of(value));
    return clause;
  }

  private static Map<String, @Nullable Object> instruction(String kind) {
    Map<String, @Nullable Object> instruction = new LinkedHashMap<>();
    instruction.put("kind", kind);
    return instruction;
  }

  private static boolean isOurs(Object rule) {
    return Plain.json(Plain.list(rule, "clauses")).contains("\"ombud:");
  }

  /// Whether the environment has the switch.
  static boolean isMarked(Object state, FlagSwitch made) {
    return Plain.list(state, "rules").stream().anyMatch(rule -> isMarkedRule(rule, made));
  }

  private static boolean isMarkedRule(Object rule, FlagSwitch made) {
    return Plain.json(Plain.list(rule, "clauses")).contains(Plain.json(made.mark()));
  }

  /// What takes a switch back.
  static List<Map<String, @Nullable Object>> undo(Object state, FlagSwitch made) {
    List<Map<String, @Nullable Object>> instructions = new ArrayList<>();
    for (Object rule : Plain.list(state, "rules")) {
      if (isMarkedRule(rule, made)) {
        Map<String, @Nullable Object> remove = instruction("removeRule");
        remove.put("ruleId", Plain.text(rule, "_id"));
        instructions.add(remove);
      }
    }
    return instructions;
  }

  static List<Map<String, @Nullable Object>> turnOn() {
    return List.of(instruction("turnFlagOn"));
  }
}
