package dev.ombud.record.replay;

import static java.util.stream.Collectors.joining;

import dev.ombud.decide.engine.Words;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.Judgement.Action;
import dev.ombud.ground.domain.Judgement.Comparison;
import dev.ombud.ground.domain.Judgement.Reason;
import dev.ombud.ground.domain.LabelCorrection;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.Vocabulary;
import dev.ombud.record.decision.Terms;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.replay.Explanation.Asked;
import dev.ombud.record.replay.Explanation.Guardrail;
import dev.ombud.record.replay.Explanation.Restraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What was decided and what held it back, in plain words. Stateless.
public final class ExplanationSummary {
  private static final int HOUR = 60;

  private ExplanationSummary() {}

  /// What was decided, as it is on record: a sentence or two.
  public static String outcome(DecisionRow row) {
    return "%sSeverity %s: %s. %s. %s must look within %s."
        .formatted(
            row.terms().contains(Terms.DRILL)
                ? "This is a drill: nothing real is touched, and nothing counts it. "
                : "",
            row.severity(),
            disposition(row.disposition()),
            ExplanationWords.capital(mitigation(row.tier(), row.scope(), row.mode())),
            ExplanationWords.capital("team " + row.ownerTeam()),
            minutes(row.slaMinutes()));
  }

  private static String disposition(String name) {
    return switch (Disposition.valueOf(name)) {
      case ACT -> "the service acts by itself";
      case REVIEW -> "a person decides";
      case TICKET -> "a ticket is opened";
      case DIGEST -> "it waits for the daily digest";
      case QUARANTINE -> "it is set apart, and nothing is done until a person has looked";
    };
  }

  private static String mitigation(String tier, String scope, String mode) {
    if (tier.equals(Tier.NONE.name())) {
      return "no tier of mitigation is asked for";
    }
    return "the mitigation is %s for %s, %s".formatted(tier(tier), scope(scope), mode(mode));
  }

  private static String tier(String name) {
    return switch (Tier.valueOf(name)) {
      case NONE -> "no tier of mitigation";
      case TIER_1 -> "tier 1";
      case TIER_2 -> "tier 2";
      case TIER_3 -> "tier 3";
    };
  }

  private static String scope(String name) {
    return switch (Scope.valueOf(name)) {
      case COHORT -> "the cohort that complained";
      case GLOBAL -> "everyone";
    };
  }

  private static String mode(String name) {
    return switch (Mode.valueOf(name)) {
      case AUTOMATIC -> "started by the service itself";
      case APPROVAL -> "started once a person agrees";
      case RECOMMENDATION -> "only recommended";
    };
  }

  private static String minutes(int minutes) {
    if (minutes % HOUR == 0) {
      return minutes == HOUR ? "1 hour" : minutes / HOUR + " hours";
    }
    return minutes == 1 ? "1 minute" : minutes + " minutes";
  }

  /// One thing to do.
  public static String action(Action action) {
    return "%s: %s (%s)"
        .formatted(
            ExplanationWords.capital(kind(action.kind())), action.target(), state(action.state()));
  }

  private static String state(ActionState state) {
    return switch (state) {
      case QUEUED -> "waits to be carried out";
      case AWAITING_APPROVAL -> "waits until a person agrees";
      case RECOMMENDED -> "is only recommended";
      case SUPPRESSED -> "is on record only: the evidence is historic";
    };
  }

  /// What a person said is wrong about the labels.
  public static String correction(LabelCorrection correction) {
    return ExplanationWords.sentence(
        "%s, by %s at %s: %s"
            .formatted(correction.words(), correction.by(), correction.at(), correction.reason()));
  }

  /// A reason with its numbers, and what its code stands for.
  static String reason(Reason reason) {
    String meaning = ExplanationWords.sentence(reason.code().meaning());
    String detail = ExplanationWords.sentence(reason.detail());
    return meaning.equals(detail) ? meaning : meaning + " " + detail;
  }

  /// What a guardrail looked at and what it did.
  public static String guardrail(Guardrail guardrail) {
    String because =
        guardrail.reasons().isEmpty()
            ? guardrail.compared().stream().map(ExplanationSummary::compared).collect(joining(", "))
            : guardrail.reasons().stream().map(Reason::detail).collect(joining("; "));
    String held = restraints(guardrail);
    return ExplanationWords.sentence(because.isEmpty() ? held : because + ": " + held);
  }

  private static String restraints(Guardrail guardrail) {
    if (guardrail.restraints().contains(Restraint.SET_APART)) {
      return "nothing at all is done until a person has looked";
    }
    List<String> parts = new ArrayList<>();
    if (guardrail.restraints().contains(Restraint.FORBIDDEN)) {
      parts.add("every mitigation is taken away");
    }
    if (guardrail.restraints().contains(Restraint.HELD)) {
      parts.add("nothing starts by itself, and a person decides");
    }
    return String.join("; ", parts);
  }

  /// What a rule compared; what it needs is the rule's own wording.
  private static String compared(Comparison comparison) {
    Optional<Field> field = Vocabulary.find(comparison.field());
    String what = field.map(Field::meaning).orElse(comparison.field());
    Object value = comparison.value();
    String shown =
        field
            .map(known -> ExplanationWords.value(known, value))
            .orElseGet(() -> value == null ? "not known" : Words.of(value));
    return "%s: %s, needs %s".formatted(what, shown, comparison.needs().replace("\"", ""));
  }

  /// What the tables asked for before the guardrails, and what is left of it.
  public static Optional<String> heldBack(Explanation explanation) {
    if (explanation.guardrails().isEmpty()) {
      return Optional.empty();
    }
    Asked asked = explanation.asked();
    DecisionRow row = explanation.row();
    Set<ActionKind> kinds = new TreeSet<>();
    explanation.traced().stream()
        .flatMap(traced -> traced.judgement().actions().stream())
        .forEach(action -> kinds.add(action.kind()));
    Asked left =
        new Asked(
            Optional.of(Tier.valueOf(row.tier())), Optional.of(Mode.valueOf(row.mode())), kinds);
    String before = asked(asked);
    String after = asked(left);
    return Optional.of(
        before.equals(after)
            ? "The tables asked for no more than what is left: " + after + "."
            : "The tables asked for %s. What is left: %s.".formatted(before, after));
  }

  private static String asked(Asked asked) {
    String mitigation =
        asked.mitigates()
            ? "%s, %s"
                .formatted(
                    tier(asked.tier().orElse(Tier.NONE).name()),
                    mode(asked.mode().orElse(Mode.RECOMMENDATION).name()))
            : "no mitigation";
    return asked.actions().isEmpty()
        ? mitigation + " and no action"
        : "%s (%s)"
            .formatted(
                mitigation,
                asked.actions().stream().map(ExplanationSummary::kind).collect(joining(", ")));
  }

  private static String kind(ActionKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
