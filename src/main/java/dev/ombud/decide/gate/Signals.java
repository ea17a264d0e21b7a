package dev.ombud.decide.gate;

import dev.ombud.decide.engine.Telemetry;
import dev.ombud.decide.engine.Words;
import dev.ombud.decide.gate.GateJudgement.Row;
import dev.ombud.decide.gate.GateSignal.Role;
import dev.ombud.decide.gate.GateSignal.Status;
import dev.ombud.ground.code.GateVerdict;
import dev.ombud.ground.code.MetricState;
import dev.ombud.ground.domain.GateRequest.Fix;
import dev.ombud.ground.domain.Judgement.Effect;
import dev.ombud.ground.domain.Judgement.Firing;
import dev.ombud.ground.field.Facts;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.GateVocabulary;
import dev.ombud.ground.field.MetricShape.Change;
import dev.ombud.ground.field.MetricShape.Compare;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says of each thing that a gate looks at how it stands: as the rows that match have it, unless
/// nothing usable came. Belongs to one thread.
final class Signals {
  private final GateFacts gateFacts;
  private final Facts facts;
  private final Telemetry telemetry;
  private final List<Row> rows;
  private final List<GateSignal> all = new ArrayList<>();

  Signals(GateFacts gateFacts, Facts facts, Telemetry telemetry, List<Row> rows) {
    this.gateFacts = gateFacts;
    this.facts = facts;
    this.telemetry = telemetry;
    this.rows = rows;
  }

  List<GateSignal> all() {
    complaints();
    tests();
    fixes();
    metrics();
    environment();
    experiment();
    return all;
  }

  private void complaints() {
    boolean isHeard = gateFacts.hearing().lastHeardAt().isPresent();
    feedback(
        isHeard,
        "complaints",
        gateFacts
            .worstSurface()
            .map(worst ->
                "%d of high severity about %s, unaddressed"
                    .formatted(worst.complaints(), worst.surface()))
            .orElse("none of high severity"),
        GateVocabulary.HIGH,
        GateVocabulary.FEEDBACK);
    feedback(
        isHeard,
        "complaints.addressed",
        number(GateVocabulary.ADDRESSED)
            + " of high severity that a validated fix addresses, or that are fixed already",
        GateVocabulary.ADDRESSED);
    List<String> surfaces = gateFacts.candidateSurfaces();
    feedback(
        isHeard,
        "complaints.candidate",
        number(GateVocabulary.CANDIDATE)
            + " tied to "
            + gateFacts.request().release()
            + (surfaces.isEmpty() ? "" : ", about " + String.join(", ", surfaces)),
        GateVocabulary.CANDIDATE,
        GateVocabulary.CANDIDATE_SURFACES);
    feedback(
        isHeard,
        "complaints.doubtful",
        number(GateVocabulary.DOUBTFUL) + " that a person should look at first",
        GateVocabulary.DOUBTFUL);
    feedback(
        isHeard,
        "complaints.low",
        number(GateVocabulary.LOW) + " of low severity",
        GateVocabulary.LOW);
  }

  private void feedback(boolean isHeard, String name, String detail, Field... fields) {
    String cut = gateFacts.hearing().isCut() ? " at least" : "";
    Status status = isHeard ? standing(fields) : Status.MISSING;
    String text = isHeard ? detail + cut : "nothing was heard of the product in 48 hours";
    all.add(new GateSignal(name, Role.SIGNAL, status, text));
  }

  private void tests() {
    suite("tests.regressionSuite", GateVocabulary.REGRESSION);
    suite("tests.vulnerabilityScan", GateVocabulary.SCAN);
    boolean isAttached = gateFacts.request().rollbackPlanAttached();
    all.add(
        new GateSignal(
            "rollbackPlan",
            Role.GUARDRAIL,
            isAttached
                ? standing(GateVocabulary.ROLLBACK_PLAN)
                : missing(GateVocabulary.ROLLBACK_PLAN),
            isAttached ? "attached" : "not attached"));
  }

  private void suite(String name, Field field) {
    String word = String.valueOf(facts.value(field));
    Status status =
        switch (word) {
          case "MISSING" -> Status.MISSING;
          case "NOT_RUN" -> Status.INSUFFICIENT;
          case "FAILED" -> Status.FAILING;
          default -> standing(field);
        };
    all.add(new GateSignal(name, Role.GUARDRAIL, status, word));
  }

  private void fixes() {
    int count = gateFacts.request().fixes().size();
    if (count == 0) {
      return;
    }
    List<String> open = gateFacts.unvalidated().stream().map(Fix::id).toList();
    all.add(
        new GateSignal(
            "fixes",
            Role.GUARDRAIL,
            standing(GateVocabulary.UNVALIDATED, GateVocabulary.UNMATCHED),
            open.isEmpty()
                ? count + ", each validated against its themes on record"
                : count + ", not validated: " + String.join(", ", open)));
    boolean isKnown = facts.shown(GateVocabulary.CONFIDENCE) != null;
    all.add(
        new GateSignal(
            "fixes.rootCause",
            Role.GUARDRAIL,
            isKnown ? standing(GateVocabulary.CONFIDENCE, GateVocabulary.UNSURE) : Status.MISSING,
            isKnown
                ? "least confidence " + number(GateVocabulary.CONFIDENCE)
                : "no fix says how certain it is"));
  }

  private void metrics() {
    List<Telemetry.Reading> readings = telemetry.readings();
    readings.forEach(this::metric);
    if (readings.isEmpty()) {
      all.add(
          new GateSignal(
              "telemetry",
              Role.GUARDRAIL,
              Status.MISSING,
              telemetry.unknown().isEmpty()
                  ? "no health metric was sent"
                  : "no row of `metrics` is about what was sent"));
    }
    for (String name : telemetry.unknown()) {
      all.add(
          new GateSignal(
              "telemetry." + name,
              Role.GUARDRAIL,
              Status.INSUFFICIENT,
              "no row of `metrics` is about it, so it does not count"));
    }
  }

  private void metric(Telemetry.Reading reading) {
    boolean isWorse = reading.change() == Change.WORSE;
    Status status =
        switch (reading.state()) {
          case PRESENT -> isWorse ? Status.FAILING : Status.WITHIN;
          case MISSING, UNDEFINED -> Status.MISSING;
          case STALE -> Status.STALE;
          case BROKEN -> Status.BROKEN;
        };
    String detail =
        "%s against %s%s"
            .formatted(
                Words.of(reading.value()),
                Words.of(reading.baseline()),
                reading.state() == MetricState.PRESENT
                    ? ", allowed is less than %s%s"
                        .formatted(
                            Words.of(reading.shape().confirms()),
                            reading.shape().compare() == Compare.POINTS
                                ? " worse"
                                : " times as bad")
                    : "");
    all.add(new GateSignal("telemetry." + reading.name(), Role.GUARDRAIL, status, detail));
  }

  private void environment() {
    gateFacts
        .request()
        .environment()
        .ifPresent(environment ->
            all.add(
                new GateSignal(
                    "environment",
                    Role.GUARDRAIL,
                    environment.hasDrifted() ? Status.FAILING : Status.WITHIN,
                    environment.hasDrifted()
                        ? "tested in `%s`, promoted to `%s`"
                            .formatted(environment.fingerprint(), environment.reference())
                        : "the same as what it is promoted to")));
  }

  private void experiment() {
    gateFacts
        .worstVariant()
        .ifPresent(worst ->
            all.add(
                new GateSignal(
                    "experiment",
                    Role.SIGNAL,
                    Double.isNaN(worst.ratio())
                        ? Status.INSUFFICIENT
                        : standing(
                            GateVocabulary.VARIANT_COMPLAINTS,
                            GateVocabulary.VARIANT_RATIO,
                            GateVocabulary.VARIANT_WINDOWS),
                    "variant `%s`: %d complaints in %d windows, %s times the control's rate"
                        .formatted(
                            worst.name(),
                            worst.complaints(),
                            worst.windows(),
                            Words.of(worst.ratio())))));
  }

  /// What is not there is failing only where the policy asks for it.
  private Status missing(Field field) {
    Status status = standing(field);
    return status == Status.WITHIN ? Status.MISSING : status;
  }

  /// As the gravest row has it that matches and asks for one of the fields.
  private Status standing(Field... fields) {
    GateVerdict gravest = GateVerdict.PASS;
    for (Row row : rows) {
      GateVerdict verdict = verdict(row.firing());
      for (Field field : fields) {
        if (asks(row.firing(), field) && verdict != null && verdict.compareTo(gravest) < 0) {
          gravest = verdict;
        }
      }
    }
    return switch (gravest) {
      case BLOCK, WARN -> Status.FAILING;
      case INSUFFICIENT -> Status.INSUFFICIENT;
      case PASS -> Status.WITHIN;
    };
  }

  private static boolean asks(Firing firing, Field field) {
    return firing.compared().stream().anyMatch(each -> each.field().equals(field.name()));
  }

  private static @Nullable GateVerdict verdict(Firing firing) {
    for (Effect effect : firing.effects()) {
      if (effect.field().equals(GateVocabulary.VERDICT.name())) {
        return GateVerdict.valueOf(effect.value().toString());
      }
    }
    return null;
  }

  private String number(Field field) {
    return Words.of(facts.number(field));
  }
}
