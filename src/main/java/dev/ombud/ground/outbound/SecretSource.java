package dev.ombud.ground.outbound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;

/// Fetches secrets from where the configuration says they are: `env:NAME` for a variable of the
/// environment, `file:/path` for a file that only its owner may read. White space around a secret
/// is cut off. No message shows a secret. Immutable.
public final class SecretSource {
  private static final String VARIABLE = "env:";
  private static final String FILE = "file:";
  private static final int MAX_BYTES = 64 * 1024;

  private final Map<String, String> environment;

  /// @param environment of the process
  public SecretSource(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /// @param where `env:NAME` or `file:/path`
  /// @throws IllegalArgumentException where there is none; the message ends with the remedy
  public Secret read(String where) {
    if (where.startsWith(VARIABLE)) {
      return fromVariable(where.substring(VARIABLE.length()));
    }
    if (where.startsWith(FILE)) {
      return fromFile(where.substring(FILE.length()));
    }
    // It is not quoted: it may be the secret itself.
    throw new IllegalArgumentException(
        "a secret never stands here: write env:NAME or file:/path, and put it there");
  }

  private Secret fromVariable(String name) {
    if (name.startsWith("OMBUD_")) {
      throw new IllegalArgumentException(
          "`%s` begins like a setting, and an unknown one stops the start: call it otherwise"
              .formatted(name));
    }
    String value = environment.getOrDefault(name, "").strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          "the environment has no `%s`: set it to the secret".formatted(name));
    }
    return new Secret(value);
  }

  private static Secret fromFile(String name) {
    try {
      Path file = Path.of(name);
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException(
            "there is no file `%s`: put the secret there".formatted(name));
      }
      if (Files.getPosixFilePermissions(file).stream().anyMatch(SecretSource::isForOthers)) {
        throw new IllegalArgumentException(
            "`%s` can be read or changed by others than its owner: run chmod 600 on it, and think"
                    .formatted(name)
                + " about who may have read it");
      }
      String value = Files.size(file) > MAX_BYTES ? "" : Files.readString(file).strip();
      if (value.isEmpty()) {
        throw new IllegalArgumentException(
            "`%s` is empty or longer than 64 KiB: put the secret there".formatted(name));
      }
      return new Secret(value);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("`%s` is no path: correct it".formatted(name), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "`%s` cannot be read as text: let the service's user read it".formatted(name), e);
    }
  }

  /// The group may read: that is how container platforms hand out files of secrets.
  private static boolean isForOthers(PosixFilePermission permission) {
    return switch (permission) {
      case OWNER_READ, OWNER_WRITE, OWNER_EXECUTE, GROUP_READ -> false;
      case GROUP_WRITE, GROUP_EXECUTE, OTHERS_READ, OTHERS_WRITE, OTHERS_EXECUTE -> true;
    };
  }
}
