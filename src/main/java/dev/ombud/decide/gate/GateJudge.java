package dev.ombud.decide.gate;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.Stages;
import dev.ombud.decide.engine.TableAnswer;
import dev.ombud.decide.engine.TableTrace;
import dev.ombud.decide.engine.Telemetry;
import dev.ombud.decide.engine.Timing;
import dev.ombud.decide.engine.Words;
import dev.ombud.decide.gate.GateJudgement.Reason;
import dev.ombud.decide.gate.GateJudgement.Row;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.GateReason;
import dev.ombud.ground.code.GateVerdict;
import dev.ombud.ground.code.TelemetryVerdict;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.GateRequest;
import dev.ombud.ground.domain.Judgement.Comparison;
import dev.ombud.ground.domain.Judgement.Effect;
import dev.ombud.ground.domain.Judgement.Firing;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.GateVocabulary;
import dev.ombud.ground.field.Vocabulary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The one way a verdict comes about, for live questions and for replay alike. A pure function: the
/// same arguments give the same verdict. Stateless.
public final class GateJudge {
  private GateJudge() {}

  /// @param now the only time that counts
  /// @throws ServiceException WRONG_STATE where the ruleset has no table for gates
  public static GateJudgement weigh(
      CompiledRuleset ruleset, GateRequest request, ProductFeedback hearing, Instant now) {
    GateFacts gateFacts = new GateFacts(request, hearing);
    Facts facts = gateFacts.facts();
    Telemetry telemetry = telemetry(ruleset, request, facts, now);
    TableAnswer answer =
        ruleset
            .ask(Stages.GATE, facts)
            .orElseThrow(() ->
                new ServiceException(
                    ErrorCode.WRONG_STATE,
                    "the active ruleset has no table `gate`: publish one that has"));
    List<Row> rows = new ArrayList<>();
    answer.counting().forEach(firing -> rows.add(new Row(firing, true)));
    answer.others().forEach(firing -> rows.add(new Row(firing, false)));
    List<Reason> reasons = reasons(answer, rows);
    Optional<ActionKind> action =
        answer.counting().stream()
            .flatMap(firing -> effect(firing, GateVocabulary.ACTION).stream())
            .map(ActionKind::valueOf)
            .findFirst();
    return new GateJudgement(
        reasons.getFirst().verdict(),
        reasons,
        new Signals(gateFacts, facts, telemetry, rows).all(),
        action,
        gateFacts.worstVariant().map(GateFacts.Variant::name),
        gateFacts.themes(),
        rows,
        answer.trace().nearest());
  }

  /// Health metrics count under the limits that the evidence table has for such a release.
  private static Telemetry telemetry(
      CompiledRuleset ruleset, GateRequest request, Facts facts, Instant now) {
    ruleset.ask(Stages.EVIDENCE, facts);
    Telemetry telemetry = new Telemetry();
    Aggregate.Window window = new Aggregate.Window(now.minus(ProductFeedback.WINDOW), now);
    telemetry.read(request.telemetry(), Timing.of(window, now), ruleset.metrics(), facts);
    // Without a limit nothing is ever stale, and that must not look like health.
    boolean isLimited = !Double.isNaN(facts.number(Vocabulary.LIMIT_STALE_MINUTES));
    TelemetryVerdict verdict = telemetry.verdict();
    boolean isKnown = isLimited || verdict == TelemetryVerdict.MISSING;
    facts.put(Vocabulary.TELEMETRY, isKnown ? verdict : TelemetryVerdict.UNDEFINED);
    facts.put(Vocabulary.CONFIRMING, (double) telemetry.confirmations());
    return telemetry;
  }

  /// What decides, and then whatever else is graver than PASS: a pipeline wants to know all that it
  /// has to mend.
  private static List<Reason> reasons(TableAnswer answer, List<Row> rows) {
    List<Reason> reasons = new ArrayList<>();
    if (answer.counting().isEmpty()) {
      reasons.add(undecided(answer.trace()));
    }
    for (Row row : rows) {
      Reason reason = reason(row.firing());
      if (row.counts() || reason.verdict() != GateVerdict.PASS) {
        reasons.add(reason);
      }
    }
    return reasons;
  }

  private static Reason undecided(TableTrace trace) {
    return trace.conflict()
        ? new Reason(
            GateReason.TABLE_CONFLICT,
            GateVerdict.INSUFFICIENT,
            "",
            "rows %s of table `gate` contradict each other"
                .formatted(
                    String.join(
                        ", ", trace.matched().stream().map(match -> match.row().id()).toList())))
        : new Reason(
            GateReason.NO_ROW, GateVerdict.INSUFFICIENT, "", "no row of table `gate` matches");
  }

  private static Reason reason(Firing firing) {
    List<String> clauses = new ArrayList<>();
    for (Comparison each : firing.compared()) {
      if (each.value() instanceof Double || each.value() instanceof List<?>) {
        Vocabulary.find(each.field()).ifPresent(field -> clauses.add(clause(field, each)));
      }
    }
    boolean isCounted = firing.compared().stream().anyMatch(each -> each.value() instanceof Double);
    GateReason code = GateReason.valueOf(effect(firing, GateVocabulary.REASON).orElseThrow());
    GateVerdict verdict = GateVerdict.valueOf(effect(firing, GateVocabulary.VERDICT).orElseThrow());
    // What is no number says little besides the meaning of the code.
    String numbers = String.join("; ", clauses);
    String detail = code.meaning() + (clauses.isEmpty() ? "" : " (" + numbers + ")");
    return new Reason(code, verdict, firing.rule(), isCounted ? numbers : detail);
  }

  private static String clause(Field field, Comparison compared) {
    Object value = compared.value();
    String shown = value == null ? "not known" : Words.of(value);
    if (value instanceof List<?>) {
      return field.meaning() + ": " + shown;
    }
    return value instanceof Double && !field.unit().isEmpty()
        ? "%s %s %s (row asks for %s)"
            .formatted(shown, field.unit(), field.meaning(), compared.needs())
        : "%s: %s (row asks for %s)".formatted(field.meaning(), shown, compared.needs());
  }

  private static Optional<String> effect(Firing firing, Field field) {
    return firing.effects().stream()
        .filter(effect -> effect.field().equals(field.name()))
        .map(Effect::value)
        .map(Object::toString)
        .findFirst();
  }
}
