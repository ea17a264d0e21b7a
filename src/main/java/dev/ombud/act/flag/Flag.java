package dev.ombud.act.flag;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What people declare of one flag. [FlagReader] makes sure that it holds together. Immutable.
///
/// @param key unique over all products
/// @param owner a team
/// @param variations by name, in their order; values are plain JSON values of the type
/// @param defaultVariation what is served where an environment says nothing else
/// @param safeVariation where automation may move people to; also what a flag that is off serves
/// @param environments by name: who gets what there; told and used on the built-in platform only
/// @param expiresOn the last day on which it is meant to be in use
/// @param removeOn the day by which it is out of use everywhere
/// @param cleanUpBy the day by which no code names it any more
/// @param holdoutPercent how many of the people automation never touches, 0 to 50
/// @param platform [#BUILTIN] or the name of a configured one
/// @param platformKey its identity there
public record Flag(
    String key,
    String product,
    String owner,
    Type type,
    Map<String, Object> variations,
    String defaultVariation,
    String safeVariation,
    Map<String, Rollout> environments,
    LocalDate expiresOn,
    LocalDate removeOn,
    LocalDate cleanUpBy,
    Criticality criticality,
    double holdoutPercent,
    String platform,
    String platformKey) {
  public static final String BUILTIN = "builtin";

  /// What values its variations have.
  public enum Type {
    BOOLEAN,
    STRING,
    NUMBER,
    OBJECT
  }

  public Flag {
    variations = Collections.unmodifiableMap(new LinkedHashMap<>(variations));
    environments = Collections.unmodifiableMap(new LinkedHashMap<>(environments));
  }

  public boolean isBuiltin() {
    return platform.equals(BUILTIN);
  }

  /// As declared, with nobody moved who need not be: each division goes on from the one before.
  ///
  /// @param before what stands in the registry
  public Flag after(Flag before) {
    Map<String, Rollout> next = new LinkedHashMap<>();
    environments.forEach((name, rollout) -> {
      Rollout old = before.environments.get(name);
      next.put(name, old == null ? rollout : rollout.after(old, safeVariation));
    });
    return with(next);
  }

  /// The same flag with other environments.
  Flag with(Map<String, Rollout> others) {
    return new Flag(
        key,
        product,
        owner,
        type,
        variations,
        defaultVariation,
        safeVariation,
        others,
        expiresOn,
        removeOn,
        cleanUpBy,
        criticality,
        holdoutPercent,
        platform,
        platformKey);
  }

  /// Who gets what in one environment of the built-in platform.
  ///
  /// @param rules the first that matches counts
  /// @param serve for whom no rule matches
  public record Rollout(boolean isOn, List<Rule> rules, Split serve) {
    public Rollout {
      rules = List.copyOf(rules);
    }

    private Rollout after(Rollout before, String safe) {
      return new Rollout(
          isOn,
          rules.stream()
              .map(rule -> new Rule(rule.when, rule.serve.after(before.served(rule), safe)))
              .toList(),
          serve.after(before.serve, safe));
    }

    /// How many stretches of places the most divided of its splits has.
    int parts() {
      return rules.stream()
          .mapToInt(rule -> rule.serve.division.parts())
          .reduce(serve.division.parts(), Math::max);
    }

    /// What those got for whom there is a rule now: by the first rule that took them all, or else
    /// by the first that took some of them and nobody else, or else as everybody.
    private Split served(Rule now) {
      return rules.stream()
          .filter(old -> old.takes(now))
          .findFirst()
          .or(() -> rules.stream().filter(now::takes).findFirst())
          .map(Rule::serve)
          .orElse(serve);
    }
  }

  /// @param when attribute to the values of which it must have one; every attribute counts
  public record Rule(Map<String, List<String>> when, Split serve) {
    public Rule {
      when = Collections.unmodifiableMap(new LinkedHashMap<>(when));
    }

    /// Whether it matches everybody whom the other one matches.
    private boolean takes(Rule other) {
      return when.entrySet().stream()
          .allMatch(each -> {
            List<String> values = other.when.get(each.getKey());
            return values != null && each.getValue().containsAll(values);
          });
    }
  }

  /// How many percent get which variation, together 100, and who they are.
  ///
  /// @param percents as they were written; their order does not count
  public record Split(Map<String, Double> percents, Division division) {
    public Split {
      percents = Collections.unmodifiableMap(new LinkedHashMap<>(percents));
    }

    /// Where nobody was served before.
    static Split of(Map<String, Double> percents, String safe) {
      return new Split(percents, Division.of(percents, safe));
    }

    /// How many percent get what a switch is about.
    double percentOf(FlagSwitch over, String safe) {
      return division.stretches().keySet().stream()
              .filter(each -> over.isAbout(each, safe))
              .mapToInt(division::size)
              .sum()
          / (double) Bucket.OF_A_PERCENT;
    }

    private Split after(Split before, String safe) {
      return new Split(
          percents,
          percents.equals(before.percents)
              ? before.division
              : before.division.after(percents, safe));
    }
  }
}
