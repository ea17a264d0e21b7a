package dev.ombud.gate;

import dev.ombud.domain.ActionKind;
import dev.ombud.domain.Aggregate;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.Facts;
import dev.ombud.domain.Field;
import dev.ombud.domain.GateReason;
import dev.ombud.domain.GateRequest;
import dev.ombud.domain.GateVerdict;
import dev.ombud.domain.GateVocabulary;
import dev.ombud.domain.Judgement.Comparison;
import dev.ombud.domain.Judgement.Effect;
import dev.ombud.domain.Judgement.Firing;
import dev.ombud.domain.ServiceException;
import dev.ombud.domain.TelemetryVerdict;
import dev.ombud.domain.Vocabulary;
import dev.ombud.engine.CompiledRuleset;
import dev.ombud.engine.Stages;
import dev.ombud.engine.TableAnswer;
import dev.ombud.engine.TableTrace;
import dev.ombud.engine.Telemetry;
import dev.ombud.engine.Words;
import dev.ombud.gate.Weighed.Reason;
import dev.ombud.gate.Weighed.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The one way a verdict comes about, for live questions and for replay alike. A pure function: the
/// same arguments give the same verdict. Stateless.
final class Weighing {
  /// By so much the clock of a pipeline may be ahead of ours.
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private Weighing() {}

  /// @param now the only time that counts
  /// @throws ServiceException WRONG_STATE where the ruleset has no table for gates
  static Weighed weigh(CompiledRuleset ruleset, GateRequest request, Hearing hearing, Instant now) {
    Pleas pleas = new Pleas(request, hearing);
    Facts facts = pleas.facts();
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
    return new Weighed(
        reasons.getFirst().verdict(),
        reasons,
        new Signals(pleas, facts, telemetry, rows).all(),
        action,
        pleas.worstVariant().map(Pleas.Variant::name),
        pleas.themes(),
        rows,
        answer.trace().nearest());
  }

  /// Health metrics count under the limits that the evidence table has for such a release.
  private static Telemetry telemetry(
      CompiledRuleset ruleset, GateRequest request, Facts facts, Instant now) {
    ruleset.ask(Stages.EVIDENCE, facts);
    double rise = facts.number(Vocabulary.LIMIT_RISE);
    double staleMinutes = facts.number(Vocabulary.LIMIT_STALE_MINUTES);
    Telemetry telemetry = new Telemetry();
    telemetry.read(
        observed(request, now),
        new Aggregate.Window(now.minus(Hearing.WINDOW), now),
        rise,
        staleMinutes);
    // Without a limit nothing is ever too much, and that must not look like health.
    boolean isLimited = !Double.isNaN(rise) && !Double.isNaN(staleMinutes);
    TelemetryVerdict verdict = telemetry.verdict();
    boolean isKnown = isLimited || verdict == TelemetryVerdict.MISSING;
    facts.put(Vocabulary.TELEMETRY, isKnown ? verdict : TelemetryVerdict.UNDEFINED);
    facts.put(Vocabulary.CONFIRMING, (double) telemetry.confirmations());
    return telemetry;
  }

  /// What was observed ahead of our clock was not observed: nobody can say that it is fresh.
  private static Map<String, Aggregate.Metric> observed(GateRequest request, Instant now) {
    Map<String, Aggregate.Metric> observed = new LinkedHashMap<>();
    request
        .telemetry()
        .forEach(
            (name, metric) -> observed.put(name, isAhead(metric, now) ? undated(metric) : metric));
    return observed;
  }

  private static boolean isAhead(Aggregate.Metric metric, Instant now) {
    Instant observedAt = metric.observedAt();
    return observedAt != null && observedAt.isAfter(now.plus(CLOCK_SKEW));
  }

  private static Aggregate.Metric undated(Aggregate.Metric metric) {
    return new Aggregate.Metric(metric.value(), metric.baseline(), null, metric.state());
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
