package dev.ombud.door.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.start.CommandRun;
import dev.ombud.door.start.RulesetFolder;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.Finding.Level;
import dev.ombud.publish.ruleset.ScenarioRun.Coverage;
import dev.ombud.testing.Rulesets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Spoils a copy of the shipped ruleset in one way at a time, and looks at the exit code and at
/// every line that matters.
class CheckCommandTest {
  private static final int ALL = Rulesets.scenarios();

  private static final String FIRST =
      "exactly two standard deviations on a core step freeze the rollout";

  @TempDir Path home;
  private RulesetFolder folder;

  @BeforeEach
  void copyShippedRuleset() throws IOException {
    folder = RulesetFolder.copy(home);
  }

  private CommandRun check(String... options) {
    return CommandRun.of(
        Map.of(),
        Stream.concat(Stream.of("check", home.toString()), Arrays.stream(options))
            .toArray(String[]::new));
  }

  @Test
  void findsTheShippedRulesetGood() {
    CommandRun run = check();
    assertThat(run.exit()).isZero();
    assertThat(run.errors()).isEmpty();
    assertThat(run.output())
        .contains("automation: 11 of 13 rows reached by scenarios; not reached: AUT-005, AUT-012")
        .contains("evidence: 2 of 2 rows reached by scenarios")
        .noneMatch(line -> line.startsWith("error ") || line.startsWith("failed "));
    assertThat(run.output().getLast())
        .matches("good: 14 files, 0 errors, \\d+ warnings?; " + ALL + " scenarios, 0 failed");
  }

  @Test
  void namesEveryCellThatIsWrong() throws IOException {
    folder.setCell("severity.xlsx", "D6", "0,85");
    folder.setCell("routing.xlsx", "A6", "");
    CommandRun run = check();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output())
        .contains("error severity.xlsx Severity!D6: `0,85` is not a number: write 0.85")
        .anyMatch(line -> line.startsWith("error routing.xlsx Routing!A6: "))
        .noneMatch(line -> line.contains("reached by scenarios"));
    assertThat(run.output().getLast())
        .matches(
            "not good: 14 files, 2 errors, .*; %1$d scenarios, 0 failed, %1$d not run"
                .formatted(ALL));
  }

  @Test
  void namesTheLineOfARule() throws IOException {
    folder.replace("rules/signals.drl", "when", "wehn");
    CommandRun run = check();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output()).anyMatch(line -> line.matches("error rules/signals\\.drl:\\d+: .+"));
    assertThat(run.errors()).isEmpty();
  }

  @Test
  void saysEverythingThatAFailedScenarioMisses() throws IOException {
    folder.replace(RulesetFolder.SCENARIOS, "\"severity\": [\"P2\"]", "\"severity\": [\"P4\"]");
    folder.replace(RulesetFolder.SCENARIOS, "[\"REVIEW\"]", "[\"DIGEST\"]");
    CommandRun run = check();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output())
        .contains(
            "failed scenario decision-tables/scenarios.ndjson:1 `"
                + FIRST
                + "`: severity is P2, expected [P4]; disposition is REVIEW, expected [DIGEST]");
    assertThat(run.output().getLast())
        .matches("not good: 14 files, 0 errors, .*; " + ALL + " scenarios, 1 failed");
  }

  @Test
  void namesTheLineOfAScenarioThatCannotBeRead() throws IOException {
    folder.replace(RulesetFolder.SCENARIOS, "\"notMode\"", "\"notMood\"");
    CommandRun run = check();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output())
        .anyMatch(line ->
            line.matches(
                "error decision-tables/scenarios\\.ndjson:\\d+: `expect` has no `notMood`.*"));
    assertThat(run.output().getLast()).contains((ALL - 1) + " scenarios, 0 failed");
  }

  @Test
  void keepsAHostileNameOnItsLine() throws IOException {
    folder.replace(RulesetFolder.SCENARIOS, FIRST, "a\\n::error::\\u001b[2Jb");
    folder.replace(RulesetFolder.SCENARIOS, "\"severity\": [\"P2\"]", "\"severity\": [\"P4\"]");
    assertThat(check().output())
        .contains(
            "failed scenario decision-tables/scenarios.ndjson:1 `a\\u000a::error::\\u001b[2Jb`:"
                + " severity is P2, expected [P4]");
  }

  @Test
  void letsWarningsPassUnlessToldOtherwise() {
    CheckReport report =
        report(List.of(new Finding("a.xlsx", "A", "C6", Level.WARNING, "overlap", "it overlaps")));
    assertThat(report.isGood(false)).isTrue();
    assertThat(report.lines(false))
        .containsExactly(
            "warning a.xlsx A!C6: it overlaps",
            "good: 14 files, 0 errors, 1 warning; 0 scenarios, 0 failed");
    assertThat(report.isGood(true)).isFalse();
    assertThat(report.lines(true).getLast()).startsWith("not good: ");
    assertThat(report(List.of()).isGood(true)).isTrue();
    assertThat(check("--warnings-as-errors").exit())
        .isEqualTo(check().output().stream().anyMatch(line -> line.startsWith("warning ")) ? 1 : 0);
  }

  @Test
  void showsOnlyTheFirstRowsThatAreNotReached() {
    List<String> ids = IntStream.range(0, 25).mapToObj("SEV-%03d"::formatted).toList();
    CheckReport report =
        new CheckReport(
            Rulesets.shipped(),
            List.of(),
            List.of(),
            List.of(new Coverage("severity", 30, ids)),
            Duration.ZERO);
    assertThat(report.lines(false).getFirst())
        .startsWith("severity: 5 of 30 rows reached by scenarios; not reached: SEV-000, SEV-001, ")
        .endsWith(", SEV-019 and 5 more");
  }

  private static CheckReport report(List<Finding> findings) {
    return new CheckReport(
        Rulesets.shipped(), findings, List.of(), List.of(), Duration.ofMillis(1));
  }

  @Test
  void refusesAFileThatCannotBeWritten() {
    CommandRun run = check("--junit", home.toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors())
        .containsExactly("ombud: cannot write `" + home + "`: name a file that can be written");
  }

  /// No settings are read, so a bad one does no harm; and no library speaks.
  @Test
  void isQuietAsAProcessOfItsOwn() throws IOException, InterruptedException {
    folder.replace("rules/signals.drl", "when", "wehn");
    Path output = home.resolve("out.txt");
    Path errors = home.resolve("err.txt");
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "dev.ombud.door.start.Main"));
    words.addAll(List.of("check", home.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().put("OMBUD_NO_SUCH_SETTING", "1");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(errors)).isEmpty();
    assertThat(Files.readAllLines(output))
        .anyMatch(line -> line.startsWith("error rules/signals.drl:"))
        .allMatch(line -> line.matches("(error|warning|not good:) .*"));
    assertThat(process.exitValue()).isEqualTo(1);
  }
}
