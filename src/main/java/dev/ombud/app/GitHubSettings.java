package dev.ombud.app;

import dev.ombud.outbound.SecretSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Reads what GitHub is heard by. Problems go where those of all settings do, and none quotes the
/// secret. Belongs to one thread.
final class GitHubSettings {
  private static final String FILE = "file:";

  private final Function<Setting, String> text;
  private final BiConsumer<Setting, String> problem;
  private final Map<String, String> environment;

  GitHubSettings(
      Function<Setting, String> text,
      BiConsumer<Setting, String> problem,
      Map<String, String> environment) {
    this.text = text;
    this.problem = problem;
    this.environment = environment;
  }

  /// Nothing where GitHub is not heard.
  Optional<Settings.GitHub> read() {
    String secret = text.apply(Setting.GITHUB_WEBHOOK_SECRET).strip();
    if (!secret.startsWith(FILE)) {
      return secret.isEmpty() ? Optional.empty() : Optional.of(new Settings.GitHub(secret));
    }
    try {
      return Optional.of(new Settings.GitHub(new SecretSource(environment).read(secret).reveal()));
    } catch (IllegalArgumentException e) {
      problem.accept(Setting.GITHUB_WEBHOOK_SECRET, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
