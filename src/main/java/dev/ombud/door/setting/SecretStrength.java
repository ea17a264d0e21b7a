package dev.ombud.door.setting;

import dev.ombud.ground.outbound.Secret;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// What a secret has to be by which strangers would get in, where strangers can come: long, and not
/// the same characters again and again. Immutable.
final class SecretStrength {
  /// What `openssl rand -hex 16` makes.
  static final int LEAST = 32;

  /// Of 32 random hexadecimal digits, fewer than 8 are different once in ten million times.
  private static final int LEAST_DIFFERENT = 8;

  private final boolean isOpen;
  private final BiConsumer<Setting, String> problem;

  /// @param isOpen whether others than this machine can reach the service
  SecretStrength(boolean isOpen, BiConsumer<Setting, String> problem) {
    this.isOpen = isOpen;
    this.problem = problem;
  }

  /// What is wrong with a secret, and what to do; nothing where it is strong enough. Quotes nothing
  /// of it.
  Optional<String> weakness(String secret) {
    if (!isOpen) {
      return Optional.empty();
    }
    if (secret.length() < LEAST) {
      return Optional.of(
          "has fewer than %d characters, and others can reach the service: make one with `openssl rand -base64 32`"
              .formatted(LEAST));
    }
    return secret.chars().distinct().count() < LEAST_DIFFERENT
        ? Optional.of(
            "has fewer than %d different characters, and others can reach the service: make one with `openssl rand -base64 32`"
                .formatted(LEAST_DIFFERENT))
        : Optional.empty();
  }

  /// Reads a setting as [SecretSetting] does, and complains where it is too weak.
  Optional<Secret> read(Setting setting, Function<Setting, String> text) {
    Optional<Secret> secret = SecretSetting.read(setting, text, problem);
    secret
        .flatMap(each -> weakness(each.reveal()))
        .ifPresent(what -> problem.accept(setting, what));
    return secret;
  }
}
