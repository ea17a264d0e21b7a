package dev.ombud.flag;

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

  /// Who gets what in one environment of the built-in platform.
  ///
  /// @param rules the first that matches counts
  /// @param serve for whom no rule matches
  public record Rollout(boolean isOn, List<Rule> rules, Split serve) {
    public Rollout {
      rules = List.copyOf(rules);
    }
  }

  /// @param when attribute to the values of which it must have one; every attribute counts
  public record Rule(Map<String, List<String>> when, Split serve) {
    public Rule {
      when = Collections.unmodifiableMap(new LinkedHashMap<>(when));
    }
  }

  /// How many percent get which variation, in this order; together 100.
  public record Split(Map<String, Double> percents) {
    public Split {
      percents = Collections.unmodifiableMap(new LinkedHashMap<>(percents));
    }

    public static Split all(String variation) {
      return new Split(Map.of(variation, 100.0));
    }
  }
}
