package dev.ombud.act.words;

import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.ActionTarget;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.Judgement.Action;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// What a decision asks for, as people say it. Stateless.
public final class ActionWords {
  private final Judgement judgement;

  ActionWords(Judgement judgement) {
    this.judgement = judgement;
  }

  /// What the service does without asking anybody; empty where that is nothing.
  String byItself() {
    return all(action -> action.state() == ActionState.QUEUED);
  }

  /// What waits for a person who agrees; empty where that is nothing.
  String awaiting() {
    return all(action -> action.state() == ActionState.AWAITING_APPROVAL);
  }

  /// Whether every ticket, page and message waits for a person who agrees.
  boolean holdsTells() {
    List<Action> tells =
        judgement.actions().stream().filter(action -> !action.kind().mitigates()).toList();
    return !tells.isEmpty()
        && tells.stream().allMatch(action -> action.state() == ActionState.AWAITING_APPROVAL);
  }

  /// What is only said, for people to do; empty where that is nothing.
  String recommended() {
    return all(action -> action.state() == ActionState.RECOMMENDED);
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
    return "Mitigation for %s: %s. %s"
        .formatted(whom, all(action -> action.kind().mitigates()), mode(actions));
  }

  private static String mode(List<Action> actions) {
    if (actions.stream().allMatch(action -> action.state() == ActionState.QUEUED)) {
      return "The service does that by itself.";
    }
    if (actions.stream().anyMatch(action -> action.state() == ActionState.AWAITING_APPROVAL)) {
      return "A person has to agree first.";
    }
    return actions.stream().anyMatch(action -> action.state() == ActionState.SUPPRESSED)
        ? "Nothing of it is done: the evidence is historic."
        : "It is recommended only: a person has to do it.";
  }

  private String all(Predicate<Action> which) {
    return listed(
        judgement.actions().stream().filter(which).map(ActionWords::phrase).distinct().toList());
  }

  /// `a, b and c`.
  public static String listed(List<String> items) {
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

  /// `team:payments` as `team payments`.
  private static String subject(String target) {
    return ActionTarget.parse(target)
        .map(ActionWords::subject)
        .orElseGet(
            () -> target.startsWith("#") ? "channel " + target : target.replaceFirst(":", " "));
  }

  /// `flag:new-checkout/treatment@10` as `variation treatment of flag new-checkout to 10 %`.
  private static String subject(ActionTarget target) {
    String whole =
        target.kind().name().toLowerCase(Locale.ROOT) + " " + ActionTarget.words(target.name());
    String named =
        target
            .part()
            .map(ActionTarget::words)
            .map(part ->
                switch (target.kind()) {
                  case FLAG -> "variation " + part + " of " + whole;
                  case EXPERIMENT -> "variant " + part + " of " + whole;
                  case RELEASE -> whole + " back to " + part;
                  case SURFACE, CLUSTER -> throw new IllegalStateException(target.toString());
                })
            .orElse(whole);
    return target.percent().isEmpty()
        ? named
        : named + " to " + ActionTarget.percentText(target.percent().getAsDouble()) + " %";
  }
}
