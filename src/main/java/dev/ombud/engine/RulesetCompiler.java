package dev.ombud.engine;

import dev.ombud.domain.Facts;
import dev.ombud.domain.Finding;
import dev.ombud.table.DecisionTable;
import dev.ombud.table.WorkbookReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.drools.compiler.kie.builder.impl.DrlProject;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.runtime.KieContainer;

/// Makes a [CompiledRuleset] of a ruleset's bytes. Thread-safe; one compilation runs at a time,
/// because each wants a whole core.
public final class RulesetCompiler {
  static final String TABLE_RULE = "rows of a table";
  public static final String RULES = "rules/";
  public static final String TABLES = "decision-tables/";

  /// The version of Drools, for the record.
  public static String engineVersion() {
    return Optional.ofNullable(KieServices.class.getPackage().getImplementationVersion())
        .orElse("unknown");
  }

  /// @throws RulesetException with every finding, if any keeps the ruleset from being used
  public synchronized CompiledRuleset compile(RulesetParts parts) {
    List<Finding> findings = new ArrayList<>();
    Map<String, DecisionTable> tables = readTables(parts, findings);
    if (findings.isEmpty()) {
      // A table that cannot be read is not missing, so the whole is looked at once all can be read.
      findings.addAll(TableShape.check(tables));
    }
    rules(parts).forEach((path, drl) -> findings.addAll(Conditions.check(path, drl)));
    if (!findings.isEmpty()) {
      throw new RulesetException(findings);
    }
    Map<String, TableIndex> indexes = new HashMap<>();
    tables.forEach((name, table) -> indexes.put(name, new TableIndex(table)));
    return compileRules(parts, indexes);
  }

  private static Map<String, DecisionTable> readTables(RulesetParts parts, List<Finding> findings) {
    Map<String, DecisionTable> tables = new HashMap<>();
    parts
        .parts()
        .forEach((path, content) -> {
          if (path.startsWith(TABLES) && path.endsWith(".xlsx")) {
            String file = path.substring(TABLES.length());
            WorkbookReader.Reading reading = WorkbookReader.read(file, content);
            reading.findings().stream().filter(Finding::isError).forEach(findings::add);
            reading.table().ifPresent(table -> add(tables, table, findings));
          }
        });
    return tables;
  }

  private static void add(
      Map<String, DecisionTable> tables, DecisionTable table, List<Finding> findings) {
    DecisionTable other = tables.put(table.name(), table);
    if (other != null) {
      findings.add(
          Finding.error(
              table.file(),
              "repeated-table",
              "table `" + table.name() + "` stands in " + other.file() + " too: keep one of them"));
    }
  }

  private static CompiledRuleset compileRules(RulesetParts parts, Map<String, TableIndex> tables) {
    KieServices services = KieServices.get();
    String digest = parts.digestText();
    ReleaseId release =
        services.newReleaseId("dev.ombud", "ruleset", digest.substring("sha256:".length()));
    KieFileSystem files = services.newKieFileSystem();
    files.generateAndWritePomXML(release);
    files.write("src/main/resources/dev/ombud/tables/tables.drl", tableRule());
    rules(parts).forEach((path, drl) -> files.write("src/main/resources/dev/ombud/" + path, drl));
    KieBuilder builder = services.newKieBuilder(files);
    builder.buildAll(DrlProject.class);
    List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
    if (!errors.isEmpty()) {
      services.getRepository().removeKieModule(release);
      throw new RulesetException(errors.stream().map(RulesetCompiler::finding).toList());
    }
    KieContainer container = services.newKieContainer(release);
    return new CompiledRuleset(digest, tables, container.getKieBase(), release);
  }

  private static Map<String, String> rules(RulesetParts parts) {
    Map<String, String> rules = new TreeMap<>();
    parts
        .parts()
        .forEach((path, content) -> {
          if (path.startsWith(RULES) && path.endsWith(".drl")) {
            rules.put(path, new String(content, StandardCharsets.UTF_8));
          }
        });
    return rules;
  }

  private static Finding finding(Message message) {
    String path = String.valueOf(message.getPath()).replace("dev/ombud/rules/", RULES);
    String text = String.valueOf(message.getText()).lines().findFirst().orElse("");
    String line = message.getLine() > 0 ? Integer.toString(message.getLine()) : "";
    return new Finding(path, "", line, Finding.Level.ERROR, "bad-rule", text);
  }

  private static String tableRule() {
    try (InputStream rule = Facts.class.getResourceAsStream("/dev/ombud/engine/tables.drl")) {
      if (rule == null) {
        throw new IllegalStateException("the table rule is not on the class path");
      }
      return new String(rule.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
