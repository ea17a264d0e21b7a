package dev.ombud.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Other people's tools on Node, as `scripts/install-npm` installs them. Without Node the tests
/// that want it are skipped and say so.
public final class Node {
  private Node() {}

  /// What a tool said, and whether it was content.
  public record Said(int code, String text) {}

  /// Where what a folder of `src/test` wants is installed.
  ///
  /// @throws IllegalStateException where it cannot be
  public static Path folder(String name) {
    Assumptions.assumeTrue(isThere(), "skipped: there is no Node to run what src/test/" + name);
    Said installed = run(Path.of("."), "", "scripts/install-npm", name);
    if (installed.code() != 0) {
      throw new IllegalStateException("scripts/install-npm failed: " + installed.text());
    }
    return Path.of(installed.text().lines().toList().getLast());
  }

  private static boolean isThere() {
    try {
      return run(Path.of("."), "", "node", "--version").code() == 0;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /// Runs a script of Node, or the program of a package.
  ///
  /// @param input what it reads
  /// @param command `node` and a file, or a program of `node_modules/.bin`
  public static Said run(Path folder, String input, String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    Path program = folder.resolve("node_modules/.bin").resolve(command[0]);
    if (program.toFile().exists()) {
      words.set(0, program.toAbsolutePath().toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("REDOCLY_TELEMETRY", "off");
    builder.environment().put("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    try {
      Process process = builder.start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Said(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
