package dev.ombud.publish.ruleset;

import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.TableDiff;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.contract.ScenarioReader;
import dev.ombud.ground.domain.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// What differs between two rulesets: tables by row and cell, scenarios by name, rules by file.
/// Immutable.
///
/// @param tables by name, those that differ
/// @param scenarios those that differ
/// @param rules the files that differ
public record RulesetDiff(
    Map<String, TableDiff> tables, List<Changed> scenarios, List<Changed> rules) {

  public RulesetDiff {
    scenarios = List.copyOf(scenarios);
    rules = List.copyOf(rules);
  }

  /// How something is different.
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  /// One scenario, by its name, or one file, by its path.
  public record Changed(Kind kind, String name) {}

  /// @param nowTables the tables of `now` by name
  static RulesetDiff between(
      RulesetParts now,
      Map<String, DecisionTable> nowTables,
      RulesetParts next,
      Map<String, DecisionTable> nextTables) {
    Map<String, TableDiff> tables = new TreeMap<>();
    TreeSet<String> names = new TreeSet<>(nowTables.keySet());
    names.addAll(nextTables.keySet());
    for (String name : names) {
      TableDiff diff =
          TableDiff.between(
              Optional.ofNullable(nowTables.get(name)), Optional.ofNullable(nextTables.get(name)));
      if (!diff.isEmpty()) {
        tables.put(name, diff);
      }
    }
    return new RulesetDiff(
        tables, changed(scenarios(now), scenarios(next)), changed(rules(now), rules(next)));
  }

  private static List<Changed> changed(Map<String, Object> now, Map<String, Object> next) {
    List<Changed> changed = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(now.keySet());
    names.addAll(next.keySet());
    for (String name : names) {
      Object before = now.get(name);
      Object after = next.get(name);
      if (before == null) {
        changed.add(new Changed(Kind.ADDED, name));
      } else if (after == null) {
        changed.add(new Changed(Kind.REMOVED, name));
      } else if (!before.equals(after)) {
        changed.add(new Changed(Kind.CHANGED, name));
      }
    }
    return changed;
  }

  private static Map<String, Object> scenarios(RulesetParts parts) {
    ScenarioReader.Reading reading = ScenarioRun.read(parts);
    Map<String, Object> byName = new LinkedHashMap<>();
    for (Scenario scenario : reading.scenarios()) {
      byName.put(scenario.name(), scenario);
    }
    return byName;
  }

  private static Map<String, Object> rules(RulesetParts parts) {
    Map<String, Object> byPath = new LinkedHashMap<>();
    parts
        .parts()
        .forEach((path, content) -> {
          if (path.startsWith(RulesetCompiler.RULES)) {
            byPath.put(path, Sha256.text(Sha256.of(content)));
          }
        });
    return byPath;
  }
}
