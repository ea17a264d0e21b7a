package dev.ombud.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// One case of policy: an aggregate, and what the ruleset must decide about it. Immutable.
///
/// @param because the policy in words
public record Scenario(String name, String because, Aggregate aggregate, Expectation expectation) {

  /// What must hold; an empty set or nothing asks for nothing.
  ///
  /// @param severities one of them
  /// @param dispositions one of them
  /// @param actions all of them
  /// @param notActions none of them
  /// @param reasons all of them
  /// @param notReasons none of them
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
      OptionalInt ticketChildren) {
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
    oneOf(misses, "severity", expected.severities(), judgement.severity());
    oneOf(misses, "disposition", expected.dispositions(), judgement.disposition());
    same(misses, "tier", expected.tier(), mitigation.tier());
    same(misses, "scope", expected.scope(), mitigation.scope());
    same(misses, "mode", expected.mode(), mitigation.mode());
    same(misses, "owner", expected.owner(), judgement.owner().team());
    if (expected.notMode().filter(mitigation.mode()::equals).isPresent()) {
      misses.add("mode is " + mitigation.mode() + ", must not be");
    }
    Set<ActionKind> actions =
        judgement.actions().stream().map(Judgement.Action::kind).collect(Collectors.toSet());
    Set<ReasonCode> reasons =
        judgement.reasons().stream().map(Judgement.Reason::code).collect(Collectors.toSet());
    contains(misses, "action", actions, expected.actions(), expected.notActions());
    contains(misses, "reason", reasons, expected.reasons(), expected.notReasons());
    int children =
        (int) judgement.actions().stream().filter(action -> action.parent() != null).count();
    expected.ticketChildren().stream()
        .filter(count -> count != children)
        .forEach(count -> misses.add("child tickets are " + children + ", expected " + count));
    return misses;
  }

  private static <T> void oneOf(List<String> misses, String what, Set<T> expected, T actual) {
    if (!expected.isEmpty() && !expected.contains(actual)) {
      misses.add(what + " is " + actual + ", expected " + expected);
    }
  }

  private static <T> void same(List<String> misses, String what, Optional<T> expected, T actual) {
    oneOf(misses, what, expected.map(Set::of).orElse(Set.of()), actual);
  }

  private static <T> void contains(
      List<String> misses, String what, Set<T> actual, Set<T> wanted, Set<T> unwanted) {
    wanted.stream()
        .filter(value -> !actual.contains(value))
        .forEach(value -> misses.add(what + " " + value + " is missing"));
    unwanted.stream()
        .filter(actual::contains)
        .forEach(value -> misses.add(what + " " + value + " must not be there"));
  }
}
