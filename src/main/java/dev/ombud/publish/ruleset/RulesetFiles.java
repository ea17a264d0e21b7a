package dev.ombud.publish.ruleset;

import dev.ombud.decide.engine.RulesetException;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads a ruleset from a folder that has `rules/` and `decision-tables/`. Stateless.
public final class RulesetFiles {
  private static final List<String> FOLDERS = List.of("rules", "decision-tables");
  private static final Set<String> ENDINGS = Set.of("drl", "xlsx", "ndjson");

  private RulesetFiles() {}

  /// @throws RulesetException where a folder is missing or cannot be read
  public static RulesetParts read(Path home) {
    Map<String, byte[]> parts = new TreeMap<>();
    for (String folder : FOLDERS) {
      Path directory = home.resolve(folder);
      if (!Files.isDirectory(directory)) {
        throw new RulesetException(
            List.of(
                Finding.error(
                    directory.toString(),
                    "missing-folder",
                    "the folder is missing: start in the folder that has it, or set OMBUD_HOME")));
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          if (isPart(name)) {
            parts.put(folder + "/" + name, Files.readAllBytes(file));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read `" + directory + "`", e);
      }
    }
    return RulesetParts.of(parts);
  }

  /// Editors leave lock files such as `~$severity.xlsx` and `.~lock.severity.xlsx#` beside tables.
  private static boolean isPart(String name) {
    boolean hidden = name.startsWith(".") || name.startsWith("~");
    return !hidden && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }
}
