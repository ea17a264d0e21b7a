package dev.ombud.record.replay;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.Judgement.Comparison;
import dev.ombud.ground.domain.Judgement.Firing;
import dev.ombud.ground.domain.Judgement.Reason;
import dev.ombud.ground.domain.LabelCorrection;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.record.decision.TracedJudgement;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.replay.ReplayReport.Difference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Why a decision is as it is. Immutable by custom.
///
/// @param row the decision as it is on record
/// @param aggregate what it was decided on; nothing where that cannot be read
/// @param traced what judging it again came to; nothing where it cannot be judged
/// @param problems what keeps the explanation from being one of this record, in plain words
/// @param differences where the record says something else than what is explained here
/// @param corrections what people say is wrong about the labels, the oldest first
public record Explanation(
    DecisionRow row,
    Optional<Aggregate> aggregate,
    Optional<TracedJudgement> traced,
    List<String> problems,
    List<Difference> differences,
    List<LabelCorrection> corrections) {
  private static final String REASON = "reason.";

  public Explanation {
    problems = List.copyOf(problems);
    differences = List.copyOf(differences);
    corrections = List.copyOf(corrections);
  }

  /// Whether what is explained is what is on record.
  public boolean isFaithful() {
    return problems.isEmpty() && differences.isEmpty();
  }

  /// How a guardrail holds a mitigation back.
  public enum Restraint {
    /// Nothing starts by itself, a person decides.
    HELD("held"),
    /// Every mitigation is taken away.
    FORBIDDEN("mitigation.forbidden"),
    /// Nothing at all is done until a person has looked.
    SET_APART("quarantined");

    private final String effect;

    Restraint(String effect) {
      this.effect = effect;
    }
  }

  /// A rule that held something back.
  ///
  /// @param reasons those that it gave
  public record Guardrail(
      String rule, Set<Restraint> restraints, List<Comparison> compared, List<Reason> reasons) {
    public Guardrail {
      restraints = Set.copyOf(restraints);
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
            Set<Restraint> restraints = restraints(firing);
            if (firing.cells() == null && !restraints.isEmpty()) {
              guardrails.add(
                  new Guardrail(
                      firing.rule(), restraints, firing.compared(), reasons(judgement, firing)));
            }
          }
        });
    return guardrails;
  }

  private static Set<Restraint> restraints(Firing firing) {
    Set<Restraint> restraints = EnumSet.noneOf(Restraint.class);
    for (Restraint restraint : Restraint.values()) {
      if (firing.effects().stream().anyMatch(effect -> effect.field().equals(restraint.effect))) {
        restraints.add(restraint);
      }
    }
    return restraints;
  }

  private static List<Reason> reasons(Judgement judgement, Firing firing) {
    return judgement.reasons().stream()
        .filter(reason ->
            firing.effects().stream()
                .anyMatch(effect -> effect.field().equals(REASON + reason.code().name())))
        .toList();
  }

  /// What the tables asked for before any guardrail.
  ///
  /// @param tier nothing where the tables did not say, and so `mode`
  public record Asked(Optional<Tier> tier, Optional<Mode> mode, Set<ActionKind> actions) {
    /// Whether anything would change for customers.
    boolean mitigates() {
      return tier.filter(asked -> asked != Tier.NONE).isPresent()
          || actions.stream().anyMatch(ActionKind::mitigates);
    }
  }

  public Asked asked() {
    Set<ActionKind> actions = new TreeSet<>();
    concluded(Vocabulary.ACTION).map(ActionKind::valueOf).forEach(actions::add);
    return new Asked(
        concluded(Vocabulary.TIER).map(Tier::valueOf).findFirst(),
        concluded(Vocabulary.MODE).map(Mode::valueOf).findFirst(),
        actions);
  }

  private Stream<String> concluded(Field field) {
    return traced.stream()
        .flatMap(each -> each.judgement().firings().stream())
        .filter(firing -> firing.cells() != null)
        .flatMap(firing -> firing.effects().stream())
        .filter(effect -> effect.field().equals(field.name()))
        .map(effect -> effect.value().toString());
  }
}
