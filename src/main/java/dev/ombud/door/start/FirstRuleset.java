package dev.ombud.door.start;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetException;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.contract.ScenarioReader;
import dev.ombud.ground.domain.Scenario;
import dev.ombud.publish.ruleset.RulesetFiles;
import dev.ombud.publish.ruleset.RulesetPublisher.Files;
import dev.ombud.publish.ruleset.ScenarioRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads and compiles the files beside the start of the database, and judges their scenarios over
/// and over for a moment: so it is known that they hold, and the first caller meets warm code. It
/// stays warm for every later instance of the process.
final class FirstRuleset implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FirstRuleset.class);
  private static final Duration WARM_UP = Duration.ofMillis(400);
  private static final AtomicBoolean WARM = new AtomicBoolean();

  private final CompletableFuture<Files> files;

  private FirstRuleset(CompletableFuture<Files> files) {
    this.files = files;
  }

  static FirstRuleset begin(Path home, RulesetCompiler compiler) {
    return new FirstRuleset(CompletableFuture.supplyAsync(() -> load(home, compiler)));
  }

  Files await() {
    try {
      return files.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /// Waits for the end, whatever it is: a JVM that ends while classes are still being made can
  /// crash.
  @Override
  public void close() {
    files.handle((loaded, failure) -> true).join();
  }

  private static Files load(Path home, RulesetCompiler compiler) {
    try {
      RulesetParts parts = RulesetFiles.read(home);
      CompiledRuleset compiled = compiler.compile(parts);
      ScenarioReader.Reading scenarios = ScenarioRun.read(parts);
      scenarios.findings().forEach(finding -> log.warn("{}", finding.line()));
      report(ScenarioRun.run(compiled, scenarios.scenarios()));
      if (!WARM.getAndSet(true)) {
        warmUp(compiled, scenarios.scenarios());
      }
      return new Files.Good(parts, compiled);
    } catch (RulesetException e) {
      return new Files.Bad(e);
    }
  }

  private static void report(List<ScenarioRun.Result> results) {
    for (ScenarioRun.Result result : results) {
      result
          .misses()
          .forEach(miss -> log.warn("scenario `{}`: {}", result.scenario().name(), miss));
    }
  }

  private static void warmUp(CompiledRuleset compiled, List<Scenario> scenarios) {
    long end = System.nanoTime() + WARM_UP.toNanos();
    while (System.nanoTime() < end && !scenarios.isEmpty()) {
      ScenarioRun.run(compiled, scenarios);
    }
  }
}
