package dev.ombud.act.target;

import java.util.Map;
import java.util.Optional;

/// What Slack shows of some subjects in place of the usual message, for example buttons.
@FunctionalInterface
public interface SlackView {
  /// Shows everything as usual.
  SlackView USUAL = (subject, title, paragraph) -> Optional.empty();

  /// @param subject as the action has it
  /// @param title what broke where after what
  /// @param paragraph what is known, masked
  /// @return the members `text` and `blocks` of the message; nothing where it is the usual one
  Optional<Map<String, Object>> of(String subject, String title, String paragraph);
}
