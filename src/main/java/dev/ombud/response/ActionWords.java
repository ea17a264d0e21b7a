package dev.ombud.response;

import dev.ombud.domain.ActionState;
import dev.ombud.domain.ActionTarget;
import dev.ombud.domain.Judgement;
import dev.ombud.domain.Judgement.Action;
import dev.ombud.domain.Tier;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a decision asks for, as people say it. Stateless.
final class ActionWords {
  private final Judgement judgement;

  ActionWords(Judgement judgement) {
    this.judgement = judgement;
  }

  /// What the service does without asking anybody; empty where that is nothing.
  String byItself() {
    return all(action -> action.state() == ActionState.QUEUED);
  }

  /// What waits for a person who agrees, or is only said; empty where that is nothing.
  String proposed() {
    return all(action -> action.state() != ActionState.QUEUED);
  }

  /// How to get out of it, and who starts that.
  ///
  /// @param whom the mitigation is for
  String mitigation(String whom) {
    List<Action> actions =
        judgement.actions().stream().filter(action -> action.kind().mitigates()).toList();
    if (actions.isEmpty()) {
      return judgement.mitigation().tier() == Tier.NONE
          ? "No rollback and no other mitigation is recommended."
          : "A mitigation of %s is recommended for %s, and nothing is known that would carry it out."
              .formatted(
                  BriefWords.spaced(judgement.mitigation().tier().name().toLowerCase(Locale.ROOT)),
                  whom);
    }
    String mode =
        actions.stream().allMatch(action -> action.state() == ActionState.QUEUED)
            ? "The service does that by itself."
            : actions.stream().anyMatch(action -> action.state() == ActionState.AWAITING_APPROVAL)
                ? "A person has to agree first."
                : "It is recommended only: a person has to do it.";
    return "Mitigation for %s: %s. %s"
        .formatted(whom, all(action -> action.kind().mitigates()), mode);
  }

  private String all(Predicate<Action> which) {
    return listed(
        judgement.actions().stream().filter(which).map(ActionWords::phrase).distinct().toList());
  }

  /// `a, b and c`.
  static String listed(List<String> items) {
    return items.size() < 2
        ? String.join("", items)
        : String.join(", ", items.subList(0, items.size() - 1)) + " and " + items.getLast();
  }

  private static String phrase(Action action) {
    String subject = subject(action.target());
    return switch (action.kind()) {
      case FREEZE_ROLLOUT -> "freeze the rollout of " + subject;
      case REDUCE_EXPOSURE -> "reduce the exposure of " + subject;
      case DISABLE_VARIATION, DISABLE_FLAG -> "switch off " + subject;
      case SHOW_BANNER -> "show a banner on " + subject;
      case SWITCH_FALLBACK -> "switch " + subject + " to its fallback";
      case ROLLBACK_RELEASE -> "roll " + subject;
      case PAUSE_EXPERIMENT -> "pause " + subject;
      case OPEN_TICKET -> "open a ticket for " + subject;
      case PAGE_OWNER -> "page " + subject;
      case NOTIFY -> "tell " + subject;
      case ADD_TO_DIGEST -> "add it to the digest of " + subject;
      case RESTORE -> "take back what was done to " + subject;
    };
  }

  /// `flag:new-checkout/treatment` as `variation treatment of flag new-checkout`, `team:payments`
  /// as `team payments`.
  private static String subject(String target) {
    return ActionTarget.parse(target)
        .map(ActionWords::words)
        .orElseGet(
            () -> target.startsWith("#") ? "channel " + target : target.replaceFirst(":", " "));
  }

  private static String words(ActionTarget target) {
    String whole = target.kind().name().toLowerCase(Locale.ROOT) + " " + known(target.name());
    if (!target.isPart()) {
      return whole;
    }
    String part = known(target.part());
    return switch (target.kind()) {
      case FLAG -> "variation " + part + " of " + whole;
      case EXPERIMENT -> "variant " + part + " of " + whole;
      case RELEASE -> whole + " back to " + part;
      case SURFACE, CLUSTER -> throw new IllegalStateException("there is no part of " + target);
    };
  }

  private static String known(@Nullable String name) {
    return name == null ? "unknown" : name;
  }
}
