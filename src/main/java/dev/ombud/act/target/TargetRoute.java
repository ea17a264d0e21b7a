package dev.ombud.act.target;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import java.util.Map;
import java.util.Set;

/// Which target an action goes to. The first route that fits counts.
///
/// @param subject as actions have it, `team:payments` or `#payments`; `*` at its end stands for the
///   rest
/// @param product `*` for every one
/// @param actions the kinds that it is for
/// @param least what is less severe than this waits for the daily digest
/// @param target whose name it is
/// @param options over those of the target
public record TargetRoute(
    String subject,
    String product,
    Set<ActionKind> actions,
    Severity least,
    String target,
    Map<String, String> options) {

  public TargetRoute {
    actions = Set.copyOf(actions);
    options = Map.copyOf(options);
  }

  boolean fits(String actionSubject, String actionProduct, ActionKind kind) {
    return actions.contains(kind) && fits(subject, actionSubject) && fits(product, actionProduct);
  }

  private static boolean fits(String pattern, String text) {
    return pattern.endsWith("*")
        ? text.startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(text);
  }

  public boolean isTooMild(Severity severity) {
    return severity.compareTo(least) > 0;
  }
}
