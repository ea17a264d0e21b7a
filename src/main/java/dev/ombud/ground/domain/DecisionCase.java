package dev.ombud.ground.domain;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.MaskingConfidence;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// An aggregate, and what the ruleset must decide about it. Immutable.
///
/// @param receivedAt when it comes in
/// @param masking how sure it is that its texts, masked, say nothing of who somebody is
public record DecisionCase(
    String name,
    String because,
    Aggregate aggregate,
    Instant receivedAt,
    MaskingConfidence masking,
    Expectation expectation)
    implements Scenario {

  /// What must hold; an empty set or nothing asks for nothing.
  ///
  /// @param severities one of them
  /// @param dispositions one of them
  /// @param actions all of them
  /// @param notActions none of them
  /// @param reasons all of them
  /// @param notReasons none of them
  /// @param suppressed whether all that it asks for must stay in the house
  /// @param notQueued whether nothing of it may start by itself
  public record Expectation(
      Set<Severity> severities,
      Set<Disposition> dispositions,
      Optional<Tier> tier,
      Optional<Scope> scope,
      Optional<Mode> mode,
      Optional<Mode> notMode,
      Set<ActionKind> actions,
      Set<ActionKind> notActions,
      Set<ReasonCode> reasons,
      Set<ReasonCode> notReasons,
      Optional<String> owner,
      OptionalInt ticketChildren,
      boolean suppressed,
      boolean notQueued) {
    public Expectation {
      severities = Set.copyOf(severities);
      dispositions = Set.copyOf(dispositions);
      actions = Set.copyOf(actions);
      notActions = Set.copyOf(notActions);
      reasons = Set.copyOf(reasons);
      notReasons = Set.copyOf(notReasons);
    }
  }

  /// What does not hold, one clause each; empty where all does.
  public List<String> misses(Judgement judgement) {
    List<String> misses = new ArrayList<>();
    Expectation expected = expectation;
    Judgement.Mitigation mitigation = judgement.mitigation();
    Misses.oneOf(misses, "severity", expected.severities(), judgement.severity());
    Misses.oneOf(misses, "disposition", expected.dispositions(), judgement.disposition());
    Misses.same(misses, "tier", expected.tier(), mitigation.tier());
    Misses.same(misses, "scope", expected.scope(), mitigation.scope());
    Misses.same(misses, "mode", expected.mode(), mitigation.mode());
    Misses.same(misses, "owner", expected.owner(), judgement.owner().team());
    if (expected.notMode().filter(mitigation.mode()::equals).isPresent()) {
      misses.add("mode is " + mitigation.mode() + ", must not be");
    }
    Set<ActionKind> actions =
        judgement.actions().stream().map(Judgement.Action::kind).collect(Collectors.toSet());
    Set<ReasonCode> reasons =
        judgement.reasons().stream().map(Judgement.Reason::code).collect(Collectors.toSet());
    Misses.contains(misses, "action", actions, expected.actions(), expected.notActions());
    Misses.contains(misses, "reason", reasons, expected.reasons(), expected.notReasons());
    int children =
        (int) judgement.actions().stream().filter(action -> action.parent() != null).count();
    expected.ticketChildren().stream()
        .filter(count -> count != children)
        .forEach(count -> misses.add("child tickets are " + children + ", expected " + count));
    if (expected.suppressed() && !isAll(judgement, ActionState.SUPPRESSED)) {
      misses.add("not all actions are SUPPRESSED, or there are none");
    }
    if (expected.notQueued() && has(judgement, ActionState.QUEUED)) {
      misses.add("an action is QUEUED, must not be");
    }
    return misses;
  }

  private static boolean isAll(Judgement judgement, ActionState state) {
    return !judgement.actions().isEmpty()
        && judgement.actions().stream().allMatch(action -> action.state() == state);
  }

  private static boolean has(Judgement judgement, ActionState state) {
    return judgement.actions().stream().anyMatch(action -> action.state() == state);
  }
}
