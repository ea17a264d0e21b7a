package dev.ombud.door.setting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// A setting that names a file of people, a line each: who somebody is elsewhere, a space, the name
/// of their token. Empty lines and those that begin with `#` say nothing.
final class PeopleSetting {
  private static final int MAX_FILE_BYTES = 1 << 20;

  private PeopleSetting() {}

  /// Nobody where it is not set. What is wrong in the file is a problem for each line.
  ///
  /// @param line of what form a line is, with one space between, as a regular expression
  /// @param form the same in words
  /// @return who they are elsewhere to the names of tokens
  static Map<String, String> read(
      Setting setting,
      Function<Setting, String> text,
      BiConsumer<Setting, String> problem,
      String line,
      String form) {
    Map<String, String> people = new HashMap<>();
    int number = 0;
    for (String each : lines(setting, text.apply(setting), problem)) {
      number++;
      if (each.isBlank() || each.startsWith("#")) {
        continue;
      }
      String[] parts = each.strip().split("\\s+", -1);
      if (!String.join(" ", parts).matches(line)) {
        problem.accept(setting, "line %d is not %s: correct it".formatted(number, form));
      } else if (people.put(parts[0], parts[1]) != null) {
        problem.accept(
            setting, "line %d names `%s` a second time: keep one".formatted(number, parts[0]));
      }
    }
    return people;
  }

  /// None where it cannot be read.
  private static List<String> lines(
      Setting setting, String name, BiConsumer<Setting, String> problem) {
    if (name.isEmpty()) {
      return List.of();
    }
    try {
      Path file = Path.of(name.strip());
      if (Files.isRegularFile(file) && Files.size(file) <= MAX_FILE_BYTES) {
        return Files.readString(file).lines().toList();
      }
    } catch (IOException | InvalidPathException e) {
      // The same problem as no file at all.
    }
    problem.accept(setting, "names no file that can be read: name one");
    return List.of();
  }
}
