package dev.ombud.act.platform;

import dev.ombud.act.flag.Flag;
import dev.ombud.act.flag.FlagSwitch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What has to change in the strategies of a feature so that a cohort gets the safe variation.
///
/// A feature is on for whoever matches any of its strategies; so each strategy is restricted to
/// those outside of the cohort, and copies of it, with the same group and stickiness and so for the
/// same people, bring back who is to stay: those whom a cohort of several attributes does not name,
/// and the first part of those whom the strategy's percentage serves, as many as the holdout and
/// what may be left are. Unleash divides people in the order of the variants' names, so where
/// taking one variant away would give somebody another than the safe one, the plan refuses. The
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
    if (plan.isOff() && wanted.cohort().isEmpty() && !plan.keeps()) {
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
    if (!wanted.isWhole() && plan.divisions(strategies) > 1) {
      plan.refusal =
          "the strategies of flag `%s` divide people differently, so nobody can tell what they come to: reduce it by hand"
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

  /// Whether anybody is to stay.
  private boolean keeps() {
    return !wanted.isWhole() || wanted.holdoutPercent() > 0;
  }

  /// How many ways there are in which those strategies divide people that serve what must go.
  private int divisions(List<?> strategies) {
    Set<String> divisions = new HashSet<>();
    for (Object each : strategies) {
      if (about(Plain.map(each)) > 0) {
        Object parameters = Plain.map(each, "parameters");
        divisions.add(
            Plain.text(parameters, "groupId") + "\n" + Plain.text(parameters, "stickiness"));
      }
    }
    return divisions.size();
  }

  /// How many percent of those whom a strategy is for get what must go.
  private double about(Map<String, @Nullable Object> strategy) {
    long weight =
        isOff()
            ? WHOLE
            : Plain.list(strategy, "variants").stream()
                .filter(each -> wanted.isAbout(Plain.text(each, "name"), flag.safeVariation()))
                .mapToLong(each -> Plain.number(each, "weight", 0))
                .sum();
    return (double) rollout(strategy) * weight / WHOLE;
  }

  private void add(Map<String, @Nullable Object> strategy, String title, List<?> all) {
    String id = Plain.text(strategy, "id");
    long rollout = rollout(strategy);
    double about = about(strategy);
    if (about == 0 || (!wanted.isWhole() && about <= wanted.exposurePercent())) {
      return;
    }
    if (keeps() && !Plain.text(strategy, "name").equals(GRADUAL)) {
      refusal =
          "a strategy `%s` of flag `%s` has no percentage, so nothing of it can stay: make it a gradual rollout"
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
    long left = Math.min(rollout, Math.max(left(rollout, (double) rollout), held(first)));
    steps.add(
        new Step.Change(
            id,
            List.of(
                replace("/parameters/rollout", Long.toString(left)),
                replace("/title", marked(title, "was " + rollout)))));
  }

  /// Of a strategy's percentage, what may be left: whole percents, and rather less than more.
  ///
  /// @param about how many percent get what must go
  private long left(long rollout, double about) {
    return Math.max((long) (rollout * (wanted.left(about) / about)), held(rollout));
  }

  /// Never less than one percent of a percentage of which something is to stay.
  private long held(long rollout) {
    return Math.min(rollout, (long) Math.ceil(rollout * wanted.holdoutPercent() / 100));
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
    long left = left(rollout, about(strategy));
    if (left > 0) {
      copy(strategy, "hold " + id, left, named, false, all);
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

  /// The variants with the weight of those that must go added to the safe one. Unleash divides what
  /// is not fixed evenly, so all but the safe one are.
  private List<Map<String, @Nullable Object>> switched(Map<String, @Nullable Object> strategy) {
    List<Map<String, @Nullable Object>> variants = new ArrayList<>();
    Map<String, @Nullable Object> safe = new LinkedHashMap<>();
    long moved = 0;
    for (Object each : Plain.list(strategy, "variants")) {
      Map<String, @Nullable Object> variant = Plain.map(each);
      String name = Plain.text(variant, "name");
      if (name.equals(flag.safeVariation())) {
        safe = variant;
        variant.put("weightType", "variable");
      } else {
        variant.put("weightType", "fix");
      }
      if (wanted.isAbout(name, flag.safeVariation())) {
        moved += Plain.number(variant, "weight", 0);
        variant.put("weight", 0L);
      }
      variants.add(variant);
    }
    if (safe.isEmpty()) {
      refusal =
          "a strategy of flag `%s` has no variant `%s`, the declared safe one: add it in Unleash"
              .formatted(flag.key(), flag.safeVariation());
    } else if (isBetween(Plain.list(strategy, "variants"))) {
      refusal =
          "Unleash divides people in the order of the variants' names, so those of another variant of flag `%s` would get another one than they had: switch it by hand"
              .formatted(flag.key());
    }
    safe.put("weight", Math.min(WHOLE, Plain.number(safe, "weight", 0) + moved));
    return variants;
  }

  /// Whether a variant that stays is served between the safe one and one that must go.
  private boolean isBetween(List<?> variants) {
    List<String> served =
        variants.stream()
            .filter(each ->
                Plain.number(each, "weight", 0) > 0
                    || Plain.text(each, "name").equals(flag.safeVariation()))
            .map(each -> Plain.text(each, "name"))
            .toList();
    int safe = served.indexOf(flag.safeVariation());
    for (int i = 0; i < served.size(); i++) {
      if (wanted.isAbout(served.get(i), flag.safeVariation())) {
        for (String other : served.subList(Math.min(i, safe), Math.max(i, safe))) {
          if (!other.equals(flag.safeVariation()) && !wanted.isAbout(other, flag.safeVariation())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static long rollout(Map<String, @Nullable Object> strategy) {
    return Plain.number(Plain.map(strategy, "parameters"), "rollout", 100);
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
        case "was" -> undo.put(id, unreduced(title, matcher, retitled));
        case "variants" ->
            undo.put(id, List.of(replace("/variants", variants(strategy, before)), retitled));
        default -> undo.put(id, null);
      }
    }
    return undo;
  }

  /// A later switch goes on: what it found is then what this one found.
  private static List<Map<String, @Nullable Object>> unreduced(
      String title, Matcher mark, Map<String, @Nullable Object> retitled) {
    Matcher later = WAS.matcher(title);
    return later.find(mark.end())
        ? List.of(
            replace(
                "/title",
                title.substring(0, mark.start())
                    + title.substring(mark.end(), later.start(1))
                    + mark.group(2)
                    + title.substring(later.end(1))))
        : List.of(replace("/parameters/rollout", mark.group(2)), retitled);
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
