package dev.ombud.publish.ruleset;

import dev.ombud.decide.check.TableChecks;
import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.sheet.WorkbookReader.Reading;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.contract.ScenarioReader;
import dev.ombud.ground.domain.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says everything that can be said about a ruleset without judging a case: what cannot be read,
/// what does not fit together, what the analysis finds. Thread-safe.
public record RulesetCheck(RulesetCompiler compiler) {
  /// @param tables those that can be read, by name
  /// @param scenarios those that can be read
  /// @param ruleset present if there is no finding that keeps it from being compiled; to be closed
  public record Checked(
      Map<String, DecisionTable> tables,
      List<Scenario> scenarios,
      List<Finding> findings,
      Optional<CompiledRuleset> ruleset)
      implements AutoCloseable {
    public Checked {
      tables = Map.copyOf(tables);
      scenarios = List.copyOf(scenarios);
      findings = List.copyOf(findings);
    }

    /// Whether something keeps it from being published.
    public boolean hasErrors() {
      return findings.stream().anyMatch(Finding::isError);
    }

    @Override
    public void close() {
      ruleset.ifPresent(CompiledRuleset::close);
    }
  }

  /// The tables that can be read, by name, without looking at anything else.
  Map<String, DecisionTable> tables(RulesetParts parts) {
    RulesetCompiler.Compilation compilation = compiler.tryCompile(parts);
    compilation.ruleset().ifPresent(CompiledRuleset::close);
    return compilation.tables();
  }

  /// Nothing where this build cannot load it; to be closed.
  Optional<CompiledRuleset> compile(RulesetParts parts) {
    return compiler.tryCompile(parts).ruleset();
  }

  /// @param before the tables that decide now, by name; none where there is nothing to compare with
  public Checked check(RulesetParts parts, Map<String, DecisionTable> before) {
    return check(parts, before, Map.of());
  }

  /// @param read tables among the parts that were read already, by file
  Checked check(RulesetParts parts, Map<String, DecisionTable> before, Map<String, Reading> read) {
    RulesetCompiler.Compilation compilation = compiler.tryCompile(parts, read);
    List<Finding> findings = new ArrayList<>(compilation.findings());
    compilation.tables().values().stream()
        .sorted(Comparator.comparing(DecisionTable::name))
        .map(table -> TableChecks.check(table, Optional.ofNullable(before.get(table.name()))))
        .forEach(findings::addAll);
    ScenarioReader.Reading scenarios = ScenarioRun.read(parts);
    findings.addAll(scenarios.findings());
    return new Checked(
        compilation.tables(), scenarios.scenarios(), findings, compilation.ruleset());
  }
}
