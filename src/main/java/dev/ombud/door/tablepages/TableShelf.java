package dev.ombud.door.tablepages;

import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.sheet.KeptTable;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.publish.ruleset.Draft;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.Published;
import dev.ombud.publish.ruleset.Rulesets;
import dev.ombud.publish.ruleset.TestRun;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// What pages show of rulesets, kept for the contents that were looked at last: reading workbooks
/// and checking a draft takes longer than a page may. All of it is made again where it is missing,
/// so that every instance shows the same, also after a restart. Thread-safe.
final class TableShelf {
  private static final int CONTENTS = 16;
  private static final String ENDING = ".xlsx";

  private final Drafts drafts;
  private final Rulesets rulesets;
  private final Map<String, SortedMap<String, DecisionTable>> tables = shelf();
  private final Map<String, List<Finding>> findings = shelf();
  private final Map<String, Drafts.Compared> diffs = shelf();
  private final Map<String, TestRun> runs = shelf();

  TableShelf(Drafts drafts, Rulesets rulesets) {
    this.drafts = drafts;
    this.rulesets = rulesets;
  }

  private static <V> Map<String, V> shelf() {
    return Collections.synchronizedMap(
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > CONTENTS;
          }
        });
  }

  /// The tables by name. Those of a draft can always be read: what cannot is never kept.
  SortedMap<String, DecisionTable> tables(Draft draft) {
    return kept(tables, draft.digestText(), () -> readTables(drafts.parts(draft.id())));
  }

  SortedMap<String, DecisionTable> tables(Published published) {
    return kept(
        tables, published.digestText(), () -> readTables(rulesets.parts(published.version())));
  }

  /// @throws ServiceException NOT_FOUND with the names that there are
  static DecisionTable named(SortedMap<String, DecisionTable> tables, String name) {
    return Optional.ofNullable(tables.get(name))
        .orElseThrow(() ->
            new ServiceException(
                ErrorCode.NOT_FOUND,
                "there is no table `%s`: use one of %s"
                    .formatted(name, String.join(", ", tables.keySet()))));
  }

  /// Everything that is to be said about a draft, which depends on what decides now.
  List<Finding> findings(Draft draft, Published active) {
    return kept(findings, key(draft, active), () -> drafts.findings(draft.id()));
  }

  /// Remembers what an edit has just found.
  void put(Drafts.Edited edited, Published active) {
    findings.put(key(edited.draft(), active), edited.findings());
  }

  Drafts.Compared diff(Draft draft, Published active) {
    return kept(diffs, key(draft, active), () -> drafts.diff(draft.id()));
  }

  /// What the scenarios came to for this content, if somebody ran them.
  Optional<TestRun> run(Draft draft) {
    Optional<TestRun> run = Optional.ofNullable(runs.get(key(draft)));
    if (run.isEmpty()) {
      run = drafts.tested(draft);
      run.ifPresent(this::put);
    }
    return run;
  }

  void put(TestRun run) {
    runs.put(key(run.draft()), run);
  }

  /// Another draft of the same content may not have been tested.
  private static String key(Draft draft) {
    return draft.id() + " " + draft.digestText();
  }

  private static String key(Draft draft, Published active) {
    return active.version() + " " + draft.digestText();
  }

  private static <V> V kept(Map<String, V> shelf, String key, Supplier<V> make) {
    V value = shelf.get(key);
    if (value == null) {
      value = make.get();
      shelf.put(key, value);
    }
    return value;
  }

  private static SortedMap<String, DecisionTable> readTables(RulesetParts parts) {
    return HeavyWork.run("the reading of the tables", () -> read(parts));
  }

  private static SortedMap<String, DecisionTable> read(RulesetParts parts) {
    SortedMap<String, DecisionTable> tables = new TreeMap<>();
    Lexicon lexicon = RulesetCompiler.lexicon(parts);
    parts
        .parts()
        .forEach((path, content) -> {
          if (path.startsWith(RulesetCompiler.TABLES) && path.endsWith(ENDING)) {
            String file = path.substring(RulesetCompiler.TABLES.length());
            KeptTable.read(file, content, lexicon)
                .ifPresent(
                    table -> tables.put(file.substring(0, file.length() - ENDING.length()), table));
          }
        });
    return Collections.unmodifiableSortedMap(tables);
  }
}
