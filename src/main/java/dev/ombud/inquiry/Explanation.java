package dev.ombud.inquiry;

import dev.ombud.audit.DecisionRow;
import dev.ombud.decision.TracedJudgement;
import dev.ombud.domain.Judgement;
import dev.ombud.domain.Judgement.Comparison;
import dev.ombud.domain.Judgement.Effect;
import dev.ombud.domain.Judgement.Firing;
import dev.ombud.domain.Judgement.Reason;
import dev.ombud.domain.Vocabulary;
import dev.ombud.inquiry.ReplayReport.Difference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Why a decision is as it is. Immutable by custom.
///
/// @param row the decision as it is on record
/// @param traced what judging it again came to; nothing where it cannot be judged
/// @param problems what keeps the explanation from being one of this record, in plain words
/// @param differences where the record says something else than what is explained here
public record Explanation(
    DecisionRow row,
    Optional<TracedJudgement> traced,
    List<String> problems,
    List<Difference> differences) {
  private static final String REASON = "reason.";

  public Explanation {
    problems = List.copyOf(problems);
    differences = List.copyOf(differences);
  }

  /// Whether what is explained is what is on record.
  public boolean isFaithful() {
    return problems.isEmpty() && differences.isEmpty();
  }

  /// How a guardrail holds a mitigation back.
  public enum Hold {
    /// Nothing starts by itself, a person decides.
    HELD("held"),
    /// Every mitigation is taken away.
    FORBIDDEN("mitigation.forbidden"),
    /// Nothing at all is done until a person has looked.
    SET_APART("quarantined");

    private final String effect;

    Hold(String effect) {
      this.effect = effect;
    }
  }

  /// A rule that held something back.
  ///
  /// @param reasons those that it gave
  public record Guardrail(
      String rule, Set<Hold> holds, List<Comparison> compared, List<Reason> reasons) {
    public Guardrail {
      holds = Set.copyOf(holds);
      compared = List.copyOf(compared);
      reasons = List.copyOf(reasons);
    }
  }

  /// In the order in which they applied.
  public List<Guardrail> guardrails() {
    List<Guardrail> guardrails = new ArrayList<>();
    traced
        .map(TracedJudgement::judgement)
        .ifPresent(judgement -> {
          for (Firing firing : judgement.firings()) {
            Set<Hold> holds = holds(firing);
            if (firing.cells() == null && !holds.isEmpty()) {
              guardrails.add(
                  new Guardrail(
                      firing.rule(), holds, firing.compared(), reasons(judgement, firing)));
            }
          }
        });
    return guardrails;
  }

  private static Set<Hold> holds(Firing firing) {
    Set<Hold> holds = EnumSet.noneOf(Hold.class);
    for (Hold hold : Hold.values()) {
      if (firing.effects().stream().anyMatch(effect -> effect.field().equals(hold.effect))) {
        holds.add(hold);
      }
    }
    return holds;
  }

  private static List<Reason> reasons(Judgement judgement, Firing firing) {
    return judgement.reasons().stream()
        .filter(reason ->
            firing.effects().stream()
                .anyMatch(effect -> effect.field().equals(REASON + reason.code().name())))
        .toList();
  }

  /// How far the tables asked to go, before any guardrail; nothing where they did not say.
  public Optional<String> askedTier() {
    return concluded(Vocabulary.TIER.name());
  }

  /// Who should have started it by the tables, before any guardrail.
  public Optional<String> askedMode() {
    return concluded(Vocabulary.MODE.name());
  }

  private Optional<String> concluded(String field) {
    return traced.stream()
        .flatMap(each -> each.judgement().firings().stream())
        .filter(firing -> firing.cells() != null)
        .flatMap(firing -> firing.effects().stream())
        .filter(effect -> effect.field().equals(field))
        .map(Effect::value)
        .map(Object::toString)
        .findFirst();
  }
}
