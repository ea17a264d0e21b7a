package dev.ombud.flag.platform;

import dev.ombud.flag.Flag;
import dev.ombud.flag.FlagSwitch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What has to change in the strategies of a feature so that a cohort gets the safe variation.
///
/// A feature is on for whoever matches any of its strategies; so each strategy is restricted to
/// those outside of the cohort, and copies of it, with the same group and stickiness and so for the
/// same people, bring back who is to stay: those whom a cohort of several attributes does not name,
/// and the holdout, which is the first part of those whom the strategy's percentage serves. The
/// title of whatever was touched or added ends with a mark, `[ombud:<key> <role>]`, by which a
/// second attempt and a restore find it. Immutable.
final class UnleashPlan {
  private static final Pattern HELD = Pattern.compile("\\[ombud:[0-9a-f]{16} hold ");
  private static final Pattern WAS = Pattern.compile("\\[ombud:[0-9a-f]{16} was (\\d+)]");
  private static final String GRADUAL = "flexibleRollout";
  private static final int WHOLE = 1_000;

  private final Flag flag;
  private final FlagSwitch wanted;
  private final List<Step> steps = new ArrayList<>();
  private String refusal = "";

  private UnleashPlan(Flag flag, FlagSwitch wanted) {
    this.flag = flag;
    this.wanted = wanted;
  }

  /// One request.
  sealed interface Step {
    /// Turns the environment off.
    record Off() implements Step {}

    record Add(Map<String, @Nullable Object> strategy) implements Step {}

    /// @param operations RFC 6902
    record Change(String id, List<Map<String, @Nullable Object>> operations) implements Step {}
  }

  /// @param strategies as the API lists them, those that are enabled
  static UnleashPlan of(Flag flag, FlagSwitch wanted, List<?> strategies) {
    UnleashPlan plan = new UnleashPlan(flag, wanted);
    if (plan.isOff() && wanted.cohort().isEmpty() && wanted.kept() == 0) {
      plan.steps.add(new Step.Off());
      return plan;
    }
    boolean hasVariants = strategies.stream().anyMatch(s -> !Plain.list(s, "variants").isEmpty());
    if (!plan.isOff() && !hasVariants) {
      plan.refusal =
          "no strategy of flag `%s` has variants, so the safe one cannot be served: add them in Unleash"
              .formatted(flag.key());
      return plan;
    }
    for (Object strategy : strategies) {
      String title = Plain.text(strategy, "title");
      if (!title.contains(wanted.mark()) && !HELD.matcher(title).find()) {
        plan.add(Plain.map(strategy), title, strategies);
      }
    }
    return plan;
  }

  /// Empty where it can be carried out.
  String refusal() {
    return refusal;
  }

  /// In their order; none where all is done.
  List<Step> steps() {
    return List.copyOf(steps);
  }

  /// Whether the safe variation is the feature being off.
  private boolean isOff() {
    boolean multivariate = flag.type() != Flag.Type.BOOLEAN;
    return !multivariate
        ? Boolean.FALSE.equals(flag.variations().get(flag.safeVariation()))
        : wanted.variation().isEmpty() && flag.safeVariation().equals("disabled");
  }

  private void add(Map<String, @Nullable Object> strategy, String title, List<?> all) {
    String id = Plain.text(strategy, "id");
    long rollout = rollout(strategy);
    if (rollout == 0 || (!isOff() && !serves(strategy))) {
      return;
    }
    if (wanted.kept() > 0 && !Plain.text(strategy, "name").equals(GRADUAL)) {
      refusal =
          "a strategy `%s` of flag `%s` has no percentage, so no holdout can stay: make it a gradual rollout"
              .formatted(Plain.text(strategy, "name"), flag.key());
      return;
    }
    if (wanted.cohort().isEmpty() && isOff()) {
      reduce(id, title, rollout);
      return;
    }
    copies(strategy, id, rollout, all);
    List<Map<String, @Nullable Object>> operations = new ArrayList<>();
    if (wanted.cohort().isEmpty()) {
      operations.add(replace("/variants", switched(strategy)));
      operations.add(replace("/title", marked(title, "variants")));
    } else {
      Map.Entry<String, String> first = wanted.cohort().entrySet().iterator().next();
      List<@Nullable Object> constraints = new ArrayList<>(Plain.list(strategy, "constraints"));
      constraints.add(constraint(first.getKey(), false, first.getValue()));
      operations.add(replace("/constraints", constraints));
      operations.add(replace("/title", marked(title, "not")));
    }
    steps.add(new Step.Change(id, operations));
  }

  /// Everyone: the same people in the same order, fewer of them.
  private void reduce(String id, String title, long rollout) {
    Matcher was = WAS.matcher(title);
    long first = was.find() ? Long.parseLong(was.group(1)) : rollout;
    long held = part(first, wanted.holdoutPercent() / 100);
    long left = Math.min(rollout, Math.max(part(rollout, wanted.kept()), held));
    steps.add(
        new Step.Change(
            id,
            List.of(
                replace("/parameters/rollout", Long.toString(left)),
                replace("/title", marked(title, "was " + rollout)))));
  }

  private void copies(
      Map<String, @Nullable Object> strategy, String id, long rollout, List<?> all) {
    List<Map<String, @Nullable Object>> named = new ArrayList<>();
    wanted
        .cohort()
        .forEach((attribute, value) -> {
          if (!named.isEmpty()) {
            List<Map<String, @Nullable Object>> others = new ArrayList<>(named);
            others.add(constraint(attribute, false, value));
            copy(strategy, "rest " + id + " " + named.size(), rollout, others, false, all);
          }
          named.add(constraint(attribute, true, value));
        });
    if (wanted.kept() > 0) {
      copy(strategy, "hold " + id, part(rollout, wanted.kept()), named, false, all);
    }
    if (!isOff() && !wanted.cohort().isEmpty()) {
      copy(strategy, "safe " + id, rollout, named, true, all);
    }
  }

  private void copy(
      Map<String, @Nullable Object> strategy,
      String role,
      long rollout,
      List<Map<String, @Nullable Object>> constraints,
      boolean switched,
      List<?> all) {
    String mark = "[" + wanted.mark() + " " + role + "]";
    if (all.stream().anyMatch(each -> Plain.text(each, "title").endsWith(mark))) {
      return;
    }
    Map<String, @Nullable Object> parameters = Plain.map(strategy, "parameters");
    if (parameters.containsKey("rollout")) {
      parameters.put("rollout", Long.toString(rollout));
    }
    List<@Nullable Object> both = new ArrayList<>(Plain.list(strategy, "constraints"));
    both.addAll(constraints);
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    copy.put("name", strategy.get("name"));
    copy.put("title", mark);
    copy.put("parameters", parameters);
    copy.put("constraints", both);
    copy.put("segments", Plain.list(strategy, "segments"));
    copy.put("variants", switched ? switched(strategy) : Plain.list(strategy, "variants"));
    // Whoever matches several strategies gets the variant of the first: the holdout's own.
    copy.put("sortOrder", Plain.number(strategy, "sortOrder", 0) - (switched ? 1 : 2));
    steps.add(new Step.Add(copy));
  }

  private boolean serves(Map<String, @Nullable Object> strategy) {
    return Plain.list(strategy, "variants").stream()
        .anyMatch(each ->
            Plain.number(each, "weight", 0) > 0
                && !Plain.text(each, "name").equals(flag.safeVariation())
                && wanted.variation().map(Plain.text(each, "name")::equals).orElse(true));
  }

  /// The variants with the weight of those that must go added to the safe one.
  private List<Map<String, @Nullable Object>> switched(Map<String, @Nullable Object> strategy) {
    List<Map<String, @Nullable Object>> variants = new ArrayList<>();
    long moved = 0;
    for (Object each : Plain.list(strategy, "variants")) {
      Map<String, @Nullable Object> variant = Plain.map(each);
      String name = Plain.text(variant, "name");
      if (!name.equals(flag.safeVariation()) && wanted.variation().map(name::equals).orElse(true)) {
        moved += Plain.number(variant, "weight", 0);
        variant.put("weight", 0L);
        variant.put("weightType", "fix");
      }
      variants.add(variant);
    }
    for (Map<String, @Nullable Object> variant : variants) {
      if (Plain.text(variant, "name").equals(flag.safeVariation())) {
        variant.put("weight", Math.min(WHOLE, Plain.number(variant, "weight", 0) + moved));
        variant.put("weightType", "variable");
        return variants;
      }
    }
    refusal =
        "a strategy of flag `%s` has no variant `%s`, the declared safe one: add it in Unleash"
            .formatted(flag.key(), flag.safeVariation());
    return variants;
  }

  private static long rollout(Map<String, @Nullable Object> strategy) {
    return Plain.number(Plain.map(strategy, "parameters"), "rollout", 100);
  }

  /// Never less than one percent of a percentage of which something is to stay.
  private static long part(long rollout, double share) {
    return share <= 0 ? 0 : Math.min(rollout, (long) Math.ceil(rollout * share));
  }

  private static Map<String, @Nullable Object> constraint(
      String attribute, boolean in, String value) {
    Map<String, @Nullable Object> constraint = new LinkedHashMap<>();
    constraint.put("contextName", attribute);
    constraint.put("operator", in ? "IN" : "NOT_IN");
    constraint.put("values", List.of(value));
    constraint.put("inverted", false);
    constraint.put("caseInsensitive", false);
    return constraint;
  }

  private String marked(String title, String role) {
    return (title + " [" + wanted.mark() + " " + role + "]").strip();
  }

  private static Map<String, @Nullable Object> replace(String path, Object value) {
    Map<String, @Nullable Object> operation = new LinkedHashMap<>();
    operation.put("op", "replace");
    operation.put("path", path);
    operation.put("value", value);
    return operation;
  }

  /// What takes a switch back: its copies go, and what it restricted is as it was.
  ///
  /// @param before the strategies of which the switch was made
  /// @return ids to delete, mapped to null, and ids to change, mapped to the operations
  static Map<String, @Nullable List<Map<String, @Nullable Object>>> undo(
      FlagSwitch made, List<?> strategies, List<?> before) {
    Pattern mark = Pattern.compile("\\s*\\[" + made.mark() + " (\\w+)(?: ([^\\]]*))?]");
    Map<String, @Nullable List<Map<String, @Nullable Object>>> undo = new LinkedHashMap<>();
    for (Object strategy : strategies) {
      String id = Plain.text(strategy, "id");
      String title = Plain.text(strategy, "title");
      Matcher matcher = mark.matcher(title);
      if (!matcher.find()) {
        continue;
      }
      Map<String, @Nullable Object> retitled =
          replace("/title", title.substring(0, matcher.start()) + title.substring(matcher.end()));
      switch (matcher.group(1)) {
        case "not" ->
            undo.put(id, List.of(replace("/constraints", unrestricted(made, strategy)), retitled));
        case "was" ->
            undo.put(id, List.of(replace("/parameters/rollout", matcher.group(2)), retitled));
        case "variants" ->
            undo.put(id, List.of(replace("/variants", variants(strategy, before)), retitled));
        default -> undo.put(id, null);
      }
    }
    return undo;
  }

  /// As they were, where that is known.
  private static List<?> variants(Object strategy, List<?> before) {
    for (Object each : before) {
      if (Plain.text(each, "id").equals(Plain.text(strategy, "id"))) {
        return Plain.list(each, "variants");
      }
    }
    return Plain.list(strategy, "variants");
  }

  private static List<?> unrestricted(FlagSwitch made, Object strategy) {
    Map.Entry<String, String> first = made.cohort().entrySet().iterator().next();
    List<?> constraints = Plain.list(strategy, "constraints");
    List<@Nullable Object> left = new ArrayList<>(constraints);
    for (int i = constraints.size() - 1; i >= 0; i--) {
      Object each = constraints.get(i);
      if (Plain.text(each, "contextName").equals(first.getKey())
          && Plain.text(each, "operator").equals("NOT_IN")
          && Plain.list(each, "values").equals(List.of(first.getValue()))) {
        left.remove(i);
        return left;
      }
    }
    return left;
  }
}
