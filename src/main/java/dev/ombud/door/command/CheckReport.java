package dev.ombud.door.command;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.contract.ScenarioReader;
import dev.ombud.ground.domain.Scenario;
import dev.ombud.publish.ruleset.RulesetCheck;
import dev.ombud.publish.ruleset.RulesetFiles;
import dev.ombud.publish.ruleset.ScenarioRun;
import dev.ombud.publish.ruleset.ScenarioRun.Coverage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What an offline check of a folder came to. Immutable.
///
/// @param trials of every scenario that can be read
/// @param coverage empty where the ruleset does not compile
/// @param compiling how long all took but the trials
record CheckReport(
    RulesetParts parts,
    List<Finding> findings,
    List<Trial> trials,
    List<Coverage> coverage,
    Duration compiling) {
  /// More ids would bury the rest; the table shows them all.
  private static final int IDS_SHOWN = 20;

  CheckReport {
    findings = List.copyOf(findings);
    trials = List.copyOf(trials);
    coverage = List.copyOf(coverage);
  }

  /// How a scenario went.
  enum Verdict {
    HOLDS,
    FAILED,
    /// The ruleset does not compile.
    NOT_RUN
  }

  /// One scenario.
  ///
  /// @param misses what does not hold
  record Trial(String name, Place place, Verdict verdict, List<String> misses, Duration took) {
    Trial {
      misses = List.copyOf(misses);
    }

    String line() {
      return "failed scenario %s `%s`: %s".formatted(place, name, String.join("; ", misses));
    }
  }

  /// Where a scenario stands.
  ///
  /// @param file its path below the folder
  /// @param line from 1
  record Place(String file, int line) {
    @Override
    public String toString() {
      return file + ":" + line;
    }
  }

  /// Reads and checks a folder.
  ///
  /// @throws UsageException where it is no folder with a ruleset
  /// @throws java.io.UncheckedIOException where a file cannot be read
  static CheckReport of(Path folder) {
    for (String part : List.of("", RulesetCompiler.RULES, RulesetCompiler.TABLES)) {
      if (!Files.isDirectory(folder.resolve(part))) {
        throw new UsageException(
            "`"
                + folder.resolve(part)
                + "` is no folder: name the one that has "
                + RulesetCompiler.RULES
                + " and "
                + RulesetCompiler.TABLES);
      }
    }
    long begin = System.nanoTime();
    RulesetParts parts = RulesetFiles.read(folder);
    RulesetCheck check = new RulesetCheck(new RulesetCompiler());
    try (RulesetCheck.Checked checked = check.check(parts, Map.of())) {
      Duration compiling = Duration.ofNanos(System.nanoTime() - begin);
      Map<Scenario, Place> places = places(parts);
      List<ScenarioRun.Result> results = new ArrayList<>();
      List<Trial> trials =
          checked.scenarios().stream()
              .map(scenario ->
                  trial(scenario, place(places, scenario), checked.ruleset(), results::add))
              .toList();
      List<Coverage> coverage =
          checked
              .ruleset()
              .map(ruleset -> ScenarioRun.coverage(ruleset, results))
              .orElse(List.of());
      return new CheckReport(parts, checked.findings(), trials, coverage, compiling);
    }
  }

  private static Trial trial(
      Scenario scenario,
      Place place,
      Optional<CompiledRuleset> ruleset,
      Consumer<ScenarioRun.Result> results) {
    if (ruleset.isEmpty()) {
      return new Trial(scenario.name(), place, Verdict.NOT_RUN, List.of(), Duration.ZERO);
    }
    long begin = System.nanoTime();
    ScenarioRun.Result result = ScenarioRun.run(ruleset.get(), List.of(scenario)).getFirst();
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    results.accept(result);
    Verdict verdict = result.holds() ? Verdict.HOLDS : Verdict.FAILED;
    return new Trial(scenario.name(), place, verdict, result.misses(), took);
  }

  private static Place place(Map<Scenario, Place> places, Scenario scenario) {
    return places.getOrDefault(scenario, new Place(RulesetCompiler.TABLES, 1));
  }

  /// A scenario does not know where it stands, so each line is read by itself once more.
  private static Map<Scenario, Place> places(RulesetParts parts) {
    ScenarioReader reader = new ScenarioReader();
    Map<Scenario, Place> places = new HashMap<>();
    parts
        .parts()
        .forEach((path, content) -> {
          if (path.endsWith(".ndjson")) {
            int number = 0;
            for (String line : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
              number++;
              if (!line.isBlank()) {
                Place place = new Place(path, number);
                reader
                    .read(path, line.getBytes(StandardCharsets.UTF_8))
                    .scenarios()
                    .forEach(scenario -> places.putIfAbsent(scenario, place));
              }
            }
          }
        });
    return places;
  }

  /// Whether nothing keeps the ruleset from being published.
  boolean isGood(boolean warningsAsErrors) {
    boolean bad =
        warningsAsErrors ? !findings.isEmpty() : findings.stream().anyMatch(Finding::isError);
    return !bad && count(Verdict.FAILED) == 0;
  }

  long count(Verdict verdict) {
    return trials.stream().filter(trial -> trial.verdict() == verdict).count();
  }

  /// A finding as it is shown, for example `error severity.xlsx Severity!C14: 0,85 is …`.
  static String line(Finding finding) {
    return finding.level().name().toLowerCase(Locale.ROOT) + " " + finding.line();
  }

  /// Every finding, every failed scenario, the coverage of each table, and a summary.
  List<String> lines(boolean warningsAsErrors) {
    List<String> lines = new ArrayList<>();
    findings.forEach(finding -> lines.add(line(finding)));
    trials.stream()
        .filter(trial -> trial.verdict() == Verdict.FAILED)
        .forEach(trial -> lines.add(trial.line()));
    coverage.forEach(each -> lines.add(line(each)));
    lines.add(summary(warningsAsErrors));
    return lines.stream().map(Printable::line).toList();
  }

  private static String line(Coverage coverage) {
    List<String> missed = coverage.missed();
    String line =
        "%s: %d of %d rows reached by scenarios"
            .formatted(coverage.table(), coverage.rows() - missed.size(), coverage.rows());
    if (missed.isEmpty()) {
      return line;
    }
    int more = missed.size() - IDS_SHOWN;
    return line
        + "; not reached: "
        + missed.stream().limit(IDS_SHOWN).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private String summary(boolean warningsAsErrors) {
    long errors = findings.stream().filter(Finding::isError).count();
    long notRun = count(Verdict.NOT_RUN);
    return "%s: %s, %s, %s; %s, %d failed%s"
        .formatted(
            isGood(warningsAsErrors) ? "good" : "not good",
            counted(parts.parts().size(), "file"),
            counted(errors, "error"),
            counted(findings.size() - errors, "warning"),
            counted(trials.size(), "scenario"),
            count(Verdict.FAILED),
            notRun > 0 ? ", " + notRun + " not run" : "");
  }

  /// For example `1 file` and `2 files`.
  static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
