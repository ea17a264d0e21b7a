package dev.ombud.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares generated text with a file that is kept in the repository. `make golden` writes the
/// files anew, so that the diff in review is the description of the change.
public final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private Golden() {}

  /// Checks a file below `src/test/resources/golden`.
  public static void check(String name, String actual) {
    checkFile(FOLDER.resolve(name), actual);
  }

  /// Checks a generated file anywhere in the repository, for example `docs/errors.md`.
  public static void checkFile(Path file, String actual) {
    try {
      if ("1".equals(System.getenv("UPDATE_GOLDEN"))) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, actual);
      }
      assertThat(file).as("generated file; `make golden` writes it").exists();
      assertThat(actual)
          .as(file + " (`make golden` rewrites it)")
          .isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
