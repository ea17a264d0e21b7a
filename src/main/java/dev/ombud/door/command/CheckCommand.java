package dev.ombud.door.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// `check DIR`: says everything that can be said about a ruleset without a server.
final class CheckCommand {
  private static final String JUNIT = "--junit";
  private static final String WARNINGS_AS_ERRORS = "--warnings-as-errors";

  private CheckCommand() {}

  /// @return the exit code
  static int run(List<String> words, PrintStream out) {
    Arguments arguments = Arguments.read(words, Map.of(JUNIT, true, WARNINGS_AS_ERRORS, false));
    Path folder = path(arguments.onlyOperand("DIR"));
    boolean warningsAsErrors = arguments.has(WARNINGS_AS_ERRORS);
    CheckReport report = CheckReport.of(folder);
    arguments
        .value(JUNIT)
        .ifPresent(file -> write(path(file), JUnitWriter.write(report, folder, warningsAsErrors)));
    report.lines(warningsAsErrors).forEach(out::println);
    return report.isGood(warningsAsErrors) ? CommandLine.GOOD : CommandLine.BAD_RULESET;
  }

  /// @throws UsageException where it is none
  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException("`" + text + "` is no path: " + e.getReason());
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write `" + file + "`: name a file that can be written", e);
    }
  }
}
