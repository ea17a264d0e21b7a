package dev.ombud.door.setting;

import dev.ombud.ground.outbound.Secret;
import dev.ombud.ground.outbound.SecretSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// A setting that holds a secret, or `file:` and the path of a file that does.
final class SecretSetting {
  private SecretSetting() {}

  /// Nothing where it is not set, or where the file is not to be had, which is a problem then. No
  /// problem quotes the secret.
  static Optional<Secret> read(
      Setting setting, Function<Setting, String> text, BiConsumer<Setting, String> problem) {
    String given = text.apply(setting).strip();
    if (!given.startsWith("file:")) {
      return given.isEmpty() ? Optional.empty() : Optional.of(new Secret(given));
    }
    try {
      return Optional.of(new SecretSource(Map.of()).read(given));
    } catch (IllegalArgumentException e) {
      problem.accept(setting, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
