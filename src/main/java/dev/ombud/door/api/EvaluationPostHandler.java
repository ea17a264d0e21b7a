package dev.ombud.door.api;

import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.ground.contract.DecisionWriter;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.Evaluation;
import dev.ombud.record.decision.Intake;

/// Judges one aggregate and stores nothing.
final class EvaluationPostHandler implements Signed.Handler {
  private final DecisionWriter writer = new DecisionWriter();
  private final Intake intake;
  private final Decisions decisions;

  EvaluationPostHandler(Intake intake, Decisions decisions) {
    this.intake = intake;
    this.decisions = decisions;
  }

  @Override
  public Response handle(Request request, Caller caller) throws InterruptedException {
    request.requireMediaType("application/json");
    Intake.Tried tried = intake.tried(request.body());
    Within.require(caller, tried.aggregate());
    Evaluation evaluation = decisions.evaluate(tried.aggregate(), tried.masking());
    return Response.json(
        200, writer.writeEvaluation(evaluation.judgement(), evaluation.ruleset(), evaluation.at()));
  }
}
