package dev.ombud.publish.ruleset;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetException;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Decision.RulesetRef;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides at a start which ruleset is live. A fresh database gets the files as its first version.
/// Later, changed files become the next version, as long as the active one came from files too:
/// what an owner has published is never replaced by a restart. Files that do not compile are
/// refused by name and the last good version goes on deciding. Thread-safe.
public final class RulesetPublisher {
  /// Who publishes what stands in the folders.
  static final String FILES = "files";

  private static final int MAX_TRIED = 100;

  private static final Logger log = LoggerFactory.getLogger(RulesetPublisher.class);

  private final RulesetStore store;
  private final RulesetCompiler compiler;

  public RulesetPublisher(Database database, RulesetCompiler compiler) {
    this.store = new RulesetStore(database);
    this.compiler = compiler;
  }

  /// What the files came to: a ruleset, or the reason why it is none.
  public sealed interface Files {
    record Good(RulesetParts parts, CompiledRuleset compiled) implements Files {}

    record Bad(RulesetException reason) implements Files {}
  }

  /// @return the ruleset to begin with: the active version, or, where that cannot be loaded, the
  ///   last one that can; [RulesetSwitch] says so
  /// @throws RulesetException where the files are bad and the database has no version to go on with
  public LiveRuleset publish(Files files, Instant now) {
    return switch (files) {
      case Files.Good good -> activate(good, now);
      case Files.Bad bad -> goOnWithout(bad);
    };
  }

  private LiveRuleset activate(Files.Good files, Instant now) {
    RulesetStore.Choice choice = new RulesetStore.Choice(FILES, "the files at a start", null, now);
    Published active = store.activateFiles(files.parts(), choice);
    if (files.compiled().digest().equals(active.digestText())) {
      return live(files.compiled(), active);
    }
    log.warn(
        "the files differ from ruleset {}, which {} activated: {} goes on deciding",
        active.version(),
        active.activatedBy().orElse("somebody"),
        active.version());
    files.compiled().close();
    return load(active);
  }

  private LiveRuleset goOnWithout(Files.Bad files) {
    Published last = store.findActive().orElseThrow(files::reason);
    files.reason().findings().forEach(finding -> log.error("{}", finding.line()));
    log.error("the files cannot be published: ruleset {} goes on deciding", last.version());
    return load(last);
  }

  private LiveRuleset load(Published active) {
    try {
      return compile(active);
    } catch (RulesetException e) {
      return store.listActivations(MAX_TRIED).stream()
          .map(Published.Activation::version)
          .distinct()
          .filter(version -> version != active.version())
          .flatMap(version -> store.find(version).stream())
          .flatMap(earlier -> tryCompile(earlier).stream())
          .findFirst()
          .orElseThrow(() -> e);
    }
  }

  private Optional<LiveRuleset> tryCompile(Published published) {
    try {
      return Optional.of(compile(published));
    } catch (RulesetException e) {
      log.error("ruleset {} cannot be loaded: {}", published.version(), e.getMessage());
      return Optional.empty();
    }
  }

  private LiveRuleset compile(Published published) {
    return live(compiler.compile(store.loadParts(published.version())), published);
  }

  private static LiveRuleset live(CompiledRuleset compiled, Published published) {
    return new LiveRuleset(compiled, new RulesetRef(published.version(), compiled.digest()));
  }
}
