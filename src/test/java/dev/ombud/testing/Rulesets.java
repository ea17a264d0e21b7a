package dev.ombud.testing;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.sheet.TableText;
import dev.ombud.publish.ruleset.RulesetFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Rulesets for tests: the shipped one, and the shipped one with parts exchanged.
public final class Rulesets {
  /// One for all tests of a JVM: it keeps compiled what several of them compile.
  private static final RulesetCompiler COMPILER = new RulesetCompiler();

  private Rulesets() {}

  public static RulesetParts shipped() {
    return RulesetFiles.read(Path.of("."));
  }

  /// How many scenarios are shipped.
  public static int scenarios() {
    return (int)
        new String(
                shipped().parts().get("decision-tables/scenarios.ndjson"), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .count();
  }

  /// The shipped ruleset with one table exchanged.
  ///
  /// @param text the table as [TableText] reads it
  public static RulesetParts withTable(String name, String text) {
    String file = name + ".xlsx";
    return with("decision-tables/" + file, TableText.toWorkbook(file, text, Lexicons.SHIPPED));
  }

  /// The shipped ruleset with one rule file added or exchanged.
  public static RulesetParts withRules(String name, String drl) {
    return with("rules/" + name, drl.getBytes(StandardCharsets.UTF_8));
  }

  public static RulesetParts with(String path, byte[] content) {
    Map<String, byte[]> parts = new TreeMap<>(shipped().parts());
    parts.put(path, content);
    return RulesetParts.of(parts);
  }

  public static CompiledRuleset compile(RulesetParts parts) {
    return COMPILER.compile(parts);
  }
}
