package dev.ombud.door.command;

import dev.ombud.door.command.CheckReport.Trial;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.text.XmlText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/// Writes a check as JUnit XML, the form that CI servers read; it has no standard but their common
/// practice.
///
/// | element | what |
/// |---|---|
/// | `testsuites` | the check |
/// | `testsuite` | `files` and `scenarios` |
/// | `testcase` in `files` | one file; it fails by its errors, and names its warnings in `system-out` |
/// | `testcase` in `scenarios` | one scenario, with its file and line; `skipped` where the ruleset does not compile |
///
/// Paths begin as the folder was named on the command line, so that CI servers find them in the
/// repository. Stateless.
final class JUnitWriter {
  private JUnitWriter() {}

  /// @param folder the one that was checked
  static String write(CheckReport report, Path folder, boolean warningsAsErrors) {
    Map<String, List<Finding>> byFile = byFile(report);
    StringBuilder files = new StringBuilder();
    int badFiles = 0;
    for (Map.Entry<String, List<Finding>> file : byFile.entrySet()) {
      List<Finding> failures =
          file.getValue().stream()
              .filter(finding -> warningsAsErrors || finding.isError())
              .toList();
      badFiles += failures.isEmpty() ? 0 : 1;
      String inside =
          failure("finding", failures.stream().map(CheckReport::line).toList())
              + warnings(file.getValue(), failures);
      files.append(element(testCase("files", file.getKey(), path(folder, file.getKey())), inside));
    }
    StringBuilder scenarios = new StringBuilder();
    report.trials().forEach(trial -> scenarios.append(testCase(trial, folder)));
    Counts ofFiles = new Counts(byFile.size(), badFiles, 0, report.compiling());
    Counts ofScenarios =
        new Counts(
            report.trials().size(),
            report.count(CheckReport.Verdict.FAILED),
            report.count(CheckReport.Verdict.NOT_RUN),
            report.trials().stream().map(Trial::took).reduce(Duration.ZERO, Duration::plus));
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + "<testsuites name=\"ombud check\""
        + ofFiles.plus(ofScenarios)
        + ">\n  <testsuite name=\"files\""
        + ofFiles
        + ">\n"
        + files
        + "  </testsuite>\n  <testsuite name=\"scenarios\""
        + ofScenarios
        + ">\n"
        + scenarios
        + "  </testsuite>\n</testsuites>\n";
  }

  private record Counts(long tests, long failures, long skipped, Duration took) {
    Counts plus(Counts other) {
      return new Counts(
          tests + other.tests,
          failures + other.failures,
          skipped + other.skipped,
          took.plus(other.took));
    }

    /// As attributes.
    @Override
    public String toString() {
      return " tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\" time=\"%s\""
          .formatted(tests, failures, skipped, seconds(took));
    }
  }

  /// Every file of the ruleset with its findings, and then those that findings miss.
  private static Map<String, List<Finding>> byFile(CheckReport report) {
    SequencedSet<String> paths = new LinkedHashSet<>(report.parts().parts().keySet());
    Map<String, List<Finding>> found =
        report.findings().stream()
            .collect(Collectors.groupingBy(finding -> path(paths, finding.file())));
    paths.addAll(found.keySet().stream().sorted().toList());
    Map<String, List<Finding>> byFile = new LinkedHashMap<>();
    paths.forEach(path -> byFile.put(path, found.getOrDefault(path, List.of())));
    return byFile;
  }

  /// A finding names a workbook without its folder.
  private static String path(SequencedSet<String> paths, String file) {
    return paths.stream()
        .filter(path -> path.equals(file) || path.endsWith("/" + file))
        .findFirst()
        .orElse(file);
  }

  private static String path(Path folder, String file) {
    String prefix = folder.normalize().toString().replace('\\', '/');
    return prefix.isEmpty() ? file : prefix + "/" + file;
  }

  private static String testCase(Trial trial, Path folder) {
    String head =
        testCase("scenarios", trial.name(), path(folder, trial.place().file()))
            + attribute("line", Integer.toString(trial.place().line()))
            + attribute("time", seconds(trial.took()));
    return switch (trial.verdict()) {
      case HOLDS -> element(head, "");
      case FAILED -> element(head, failure("scenario", trial.misses()));
      case NOT_RUN ->
          element(
              head,
              "      <skipped" + attribute("message", "the ruleset does not compile") + "/>\n");
    };
  }

  private static String element(String head, String inside) {
    return inside.isEmpty() ? head + "/>\n" : head + ">\n" + inside + "    </testcase>\n";
  }

  private static String testCase(String suite, String name, String file) {
    return "    <testcase"
        + attribute("classname", suite)
        + attribute("name", name)
        + attribute("file", file);
  }

  private static String failure(String type, List<String> lines) {
    if (lines.isEmpty()) {
      return "";
    }
    String message =
        lines.getFirst() + (lines.size() == 1 ? "" : " (and " + (lines.size() - 1) + " more)");
    return "      <failure"
        + attribute("message", message)
        + attribute("type", type)
        + ">"
        + text(lines)
        + "</failure>\n";
  }

  private static String warnings(List<Finding> all, List<Finding> failures) {
    List<String> lines =
        all.stream().filter(finding -> !failures.contains(finding)).map(CheckReport::line).toList();
    return lines.isEmpty() ? "" : "      <system-out>" + text(lines) + "</system-out>\n";
  }

  private static String text(List<String> lines) {
    return lines.stream().map(JUnitWriter::escape).collect(Collectors.joining("\n"));
  }

  private static String attribute(String name, String value) {
    return " " + name + "=\"" + escape(value) + "\"";
  }

  private static String escape(String text) {
    return XmlText.quoted(Printable.line(text));
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.3f", took.toNanos() / 1e9);
  }
}
