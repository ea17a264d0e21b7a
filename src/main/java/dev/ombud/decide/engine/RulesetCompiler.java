package dev.ombud.decide.engine;

import dev.ombud.decide.sheet.WorkbookReader;
import dev.ombud.decide.sheet.WorkbookReader.Reading;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.VocabularyTable;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.MetricState;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.Phase;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.ReleaseStage;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.TelemetryVerdict;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.code.Trust;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.field.ContractVocabulary;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.drools.compiler.kie.builder.impl.DrlProject;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;

/// Makes a [CompiledRuleset] of a ruleset's bytes. Rows are facts, so that a ruleset whose rules
/// are those of an earlier one needs no compilation at all: the rules of the last few stay
/// compiled, whoever of this process asked for them. Thread-safe; one compilation of rules runs at
/// a time, because each wants a whole core.
public final class RulesetCompiler {
  static final String TABLE_RULE = "rows of a table";
  public static final String RULES = "rules/";
  public static final String TABLES = "decision-tables/";

  private static final String WORKBOOK = ".xlsx";

  /// Tables change often and rules rarely.
  private static final int RULES_KEPT = 4;

  private static final AtomicLong BUILDS = new AtomicLong();

  /// What rules may import, by simple name. Rulesets are kept for ever while our packages change: a
  /// rule gets the type of today, whatever package it names.
  private static final Map<String, String> TYPES =
      Stream.of(
              ActionKind.class,
              Case.class,
              ContractVocabulary.class,
              Disposition.class,
              MetricState.class,
              Mode.class,
              Phase.class,
              ReasonCode.class,
              ReleaseStage.class,
              Scope.class,
              Severity.class,
              TelemetryVerdict.class,
              Tier.class,
              Trust.class,
              Vocabulary.class,
              Words.class)
          .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Class::getName));

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^(\\s*import\\s+)(dev\\.ombud(?:\\.[a-z]\\w*)+\\.(\\w+))\\b");

  private static final Map<Map<String, String>, KieBase> COMPILED_RULES =
      new LinkedHashMap<>(RULES_KEPT * 2, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<String, String>, KieBase> eldest) {
          return size() > RULES_KEPT;
        }
      };

  /// What a ruleset's bytes came to.
  ///
  /// @param tables those that can be read, by name
  /// @param ruleset present if there is no finding
  public record Compilation(
      Map<String, DecisionTable> tables,
      List<Finding> findings,
      Optional<CompiledRuleset> ruleset) {
    public Compilation {
      tables = Map.copyOf(tables);
      findings = List.copyOf(findings);
    }
  }

  /// The version of Drools, for the record.
  public static String engineVersion() {
    return Optional.ofNullable(KieServices.class.getPackage().getImplementationVersion())
        .orElse("unknown");
  }

  /// @throws RulesetException with every finding, if any keeps the ruleset from being used
  public CompiledRuleset compile(RulesetParts parts) {
    Compilation compilation = tryCompile(parts);
    return compilation.ruleset().orElseThrow(() -> new RulesetException(compilation.findings()));
  }

  /// Never throws for any content.
  public Compilation tryCompile(RulesetParts parts) {
    return tryCompile(parts, Map.of());
  }

  /// @param read tables among the parts that were read already, by the words of these parts, by
  ///   file
  public Compilation tryCompile(RulesetParts parts, Map<String, Reading> read) {
    List<Finding> findings = new ArrayList<>();
    Lexicon lexicon = lexicon(parts, findings);
    Map<String, DecisionTable> tables = readTables(parts, lexicon, read, findings);
    if (findings.isEmpty()) {
      // A table that cannot be read is not missing, so the whole is looked at once all can be read.
      findings.addAll(TableShape.check(tables));
    }
    Map<String, String> rules = rules(parts);
    rules.forEach((path, drl) -> findings.addAll(Conditions.check(path, drl)));
    if (findings.isEmpty()) {
      try {
        KieBase base = compileRules(rules);
        Map<String, TableIndex> indexes = new HashMap<>();
        tables.forEach((name, table) -> indexes.put(name, new TableIndex(table)));
        CompiledRuleset ruleset = new CompiledRuleset(parts.digestText(), lexicon, indexes, base);
        return new Compilation(tables, List.of(), Optional.of(ruleset));
      } catch (RulesetException e) {
        findings.addAll(e.findings());
      }
    }
    return new Compilation(tables, findings, Optional.empty());
  }

  /// The words that the tables of a ruleset may name.
  public static Lexicon lexicon(RulesetParts parts) {
    return lexicon(parts, new ArrayList<>());
  }

  private static Lexicon lexicon(RulesetParts parts, List<Finding> findings) {
    String file = VocabularyTable.NAME + WORKBOOK;
    byte[] workbook = parts.parts().get(TABLES + file);
    if (workbook == null) {
      return EarlierWords.lexicon();
    }
    // What cannot be read is reported where all tables are read.
    Optional<VocabularyTable.Reading> reading =
        WorkbookReader.read(file, workbook, EarlierWords.lexicon())
            .table()
            .map(VocabularyTable::read);
    reading.ifPresent(read -> findings.addAll(read.findings()));
    return reading.map(VocabularyTable.Reading::lexicon).orElseGet(EarlierWords::lexicon);
  }

  private static Map<String, DecisionTable> readTables(
      RulesetParts parts, Lexicon lexicon, Map<String, Reading> read, List<Finding> findings) {
    Map<String, DecisionTable> tables = new HashMap<>();
    parts
        .parts()
        .forEach((path, content) -> {
          if (path.startsWith(TABLES) && path.endsWith(WORKBOOK)) {
            String file = path.substring(TABLES.length());
            Reading reading =
                Optional.ofNullable(read.get(file))
                    .orElseGet(() -> WorkbookReader.read(file, content, lexicon));
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

  /// @throws RulesetException with what the engine says
  private static synchronized KieBase compileRules(Map<String, String> rules) {
    KieBase known = COMPILED_RULES.get(rules);
    if (known != null) {
      return known;
    }
    KieServices services = KieServices.get();
    ReleaseId release =
        services.newReleaseId("dev.ombud", "rules", Long.toString(BUILDS.incrementAndGet()));
    try {
      KieFileSystem files = services.newKieFileSystem();
      files.generateAndWritePomXML(release);
      files.write("src/main/resources/dev/ombud/tables/tables.drl", tableRule());
      rules.forEach((path, drl) -> files.write("src/main/resources/dev/ombud/" + path, drl));
      KieBuilder builder = services.newKieBuilder(files);
      builder.buildAll(DrlProject.class);
      List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
      if (!errors.isEmpty()) {
        throw new RulesetException(errors.stream().map(RulesetCompiler::finding).toList());
      }
      KieBase base = services.newKieContainer(release).getKieBase();
      COMPILED_RULES.put(rules, base);
      return base;
    } finally {
      // The engine would remember every module for ever; what was compiled needs it no more.
      services.getRepository().removeKieModule(release);
    }
  }

  private static Map<String, String> rules(RulesetParts parts) {
    Map<String, String> rules = new TreeMap<>();
    parts
        .parts()
        .forEach((path, content) -> {
          if (path.startsWith(RULES) && path.endsWith(".drl")) {
            rules.put(path, withTypesOfToday(new String(content, StandardCharsets.UTF_8)));
          }
        });
    return rules;
  }

  private static String withTypesOfToday(String drl) {
    return IMPORT
        .matcher(drl)
        .replaceAll(found -> found.group(1) + TYPES.getOrDefault(found.group(3), found.group(2)));
  }

  private static Finding finding(Message message) {
    String path = String.valueOf(message.getPath()).replace("dev/ombud/rules/", RULES);
    String text = String.valueOf(message.getText()).lines().findFirst().orElse("");
    String line = message.getLine() > 0 ? Integer.toString(message.getLine()) : "";
    return new Finding(path, "", line, Finding.Level.ERROR, "bad-rule", text);
  }

  private static String tableRule() {
    try (InputStream rule =
        Facts.class.getResourceAsStream("/dev/ombud/decide/engine/tables.drl")) {
      if (rule == null) {
        throw new IllegalStateException("the table rule is not on the class path");
      }
      return new String(rule.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
