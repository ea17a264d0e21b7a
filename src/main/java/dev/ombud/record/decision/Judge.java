package dev.ombud.record.decision;

import static dev.ombud.decide.engine.Stages.ARBITRATION;
import static dev.ombud.decide.engine.Stages.AUTOMATION;
import static dev.ombud.decide.engine.Stages.EVIDENCE;
import static dev.ombud.decide.engine.Stages.GUARDRAILS;
import static dev.ombud.decide.engine.Stages.MITIGATION;
import static dev.ombud.decide.engine.Stages.OWNERSHIP;
import static dev.ombud.decide.engine.Stages.PRIORITY;
import static dev.ombud.decide.engine.Stages.ROUTING;
import static dev.ombud.decide.engine.Stages.RUNBOOK;
import static dev.ombud.decide.engine.Stages.SEVERITY;
import static dev.ombud.decide.engine.Stages.SIGNALS;

import dev.ombud.decide.engine.CaseEvaluation;
import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.Counterpart;
import dev.ombud.decide.engine.TableTrace;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Judgement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The one way a decision takes, for live traffic, "try it", scenarios, backtests, shadow rulesets
/// and replay alike. A pure function: the same arguments give the same judgement. Thread-safe.
public final class Judge {
  private Judge() {}

  /// @param now when the aggregate was received; stored as the decision's `decidedAt`
  public static Judgement judge(
      CompiledRuleset ruleset, Aggregate aggregate, Context context, Instant now) {
    try (CaseEvaluation evaluation = ruleset.evaluate(aggregate, context, now)) {
      return judge(evaluation);
    }
  }

  /// @param isShared whether another ruleset comes to the same outcome; false where that cannot be
  ///   told without judging by it
  public record Compared(Judgement judgement, boolean isShared) {}

  /// The same judgement, and whether another ruleset comes to the same outcome.
  public static Compared compare(
      CompiledRuleset ruleset,
      Counterpart counterpart,
      Aggregate aggregate,
      Context context,
      Instant now) {
    try (CaseEvaluation evaluation = ruleset.evaluate(aggregate, context, now, counterpart)) {
      Judgement judgement = judge(evaluation);
      return new Compared(judgement, evaluation.isShared());
    }
  }

  /// The same judgement, together with what every table made of the aggregate.
  public static TracedJudgement trace(
      CompiledRuleset ruleset, Aggregate aggregate, Context context, Instant now) {
    List<TableTrace> traces = new ArrayList<>();
    try (CaseEvaluation evaluation = ruleset.trace(aggregate, context, now, traces)) {
      return new TracedJudgement(judge(evaluation), traces);
    }
  }

  /// Makes sure that a window has begun, as far as the clocks may differ.
  ///
  /// @throws ServiceException WINDOW_NOT_BEGUN
  public static void requireBegun(CompiledRuleset ruleset, Aggregate aggregate, Instant now) {
    if (aggregate.window().start().isAfter(now)) {
      try (CaseEvaluation evaluation = ruleset.evaluate(aggregate, Context.NONE, now)) {
        evaluation.decide(EVIDENCE);
        evaluation.requireBegun();
      }
    }
  }

  private static Judgement judge(CaseEvaluation evaluation) {
    evaluation.decide(EVIDENCE); // which thresholds hold here
    evaluation.readTelemetry(); // which metrics are fresh, and do they confirm
    evaluation.apply(SIGNALS); // what the numbers amount to
    evaluation.countSignals(); // how many of them agree
    evaluation.decide(SEVERITY); // how bad it is
    evaluation.decide(MITIGATION); // how far to go
    evaluation.decide(RUNBOOK); // what to do
    evaluation.decide(AUTOMATION); // who starts it
    evaluation.apply(GUARDRAILS); // what holds it back
    evaluation.route(ROUTING); // who owns it
    evaluation.apply(OWNERSHIP); // what follows from that
    evaluation.apply(ARBITRATION); // what becomes of it
    evaluation.prioritise(PRIORITY); // where it stands in the queue
    return evaluation.judgement();
  }
}
