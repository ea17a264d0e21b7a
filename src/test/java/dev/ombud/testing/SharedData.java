package dev.ombud.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Real aggregates and scenarios of policy that stand beside the project and not in it. Where they
/// are missing, the tests that want them are skipped and say so.
public final class SharedData {
  private SharedData() {}

  /// The 2,007 aggregates of public reviews, a line each.
  public static List<String> aggregates() {
    return lines("aggregates-2024h1.ndjson");
  }

  /// The scenarios that were given with the task, a line each.
  public static List<String> scenarios() {
    return lines("scenarios.ndjson");
  }

  /// The data stand beside the project; a clone for one task stands one folder deeper.
  private static List<String> lines(String name) {
    List<Path> found =
        Stream.of("../shared/data", "../../shared/data")
            .map(folder -> Path.of(folder, name))
            .filter(Files::exists)
            .toList();
    Assumptions.assumeFalse(
        found.isEmpty(), "skipped: there is no ../shared/data/" + name + " beside the project");
    try {
      return Files.readAllLines(found.getFirst());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
