package dev.ombud.act.response;

import dev.ombud.act.action.NewAction;
import dev.ombud.act.target.Targets;
import dev.ombud.act.words.Sandbox;
import java.util.Optional;
import java.util.function.Function;

/// Why nobody can carry an action out as things are configured; nothing where somebody can.
/// Immutable.
public record Obstacles(Targets targets) implements Function<NewAction, Optional<String>> {
  @Override
  public Optional<String> apply(NewAction action) {
    boolean isReached =
        action.environment().equals(Sandbox.ENVIRONMENT)
            || FlagConnector.takes(action.kind(), action.target())
            || targets.reaches(action.target(), action.product(), action.kind());
    return isReached
        ? Optional.empty()
        : Optional.of(
            "no target is configured for `%s` on `%s`: name one in OMBUD_TARGETS, then retry"
                .formatted(action.kind(), action.target()));
  }
}
