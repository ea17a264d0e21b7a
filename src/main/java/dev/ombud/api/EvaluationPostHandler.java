package dev.ombud.api;

import dev.ombud.contract.AggregateReader;
import dev.ombud.contract.DecisionWriter;
import dev.ombud.decision.Decisions;
import dev.ombud.decision.Evaluation;
import dev.ombud.domain.Aggregate;
import dev.ombud.web.Caller;
import dev.ombud.web.Request;
import dev.ombud.web.Response;

/// Judges one aggregate and stores nothing.
final class EvaluationPostHandler implements Signed.Handler {
  private final AggregateReader reader = new AggregateReader();
  private final DecisionWriter writer = new DecisionWriter();
  private final Decisions decisions;

  EvaluationPostHandler(Decisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public Response handle(Request request, Caller caller) throws InterruptedException {
    request.requireMediaType("application/json");
    Aggregate aggregate = reader.readAggregate(request.body());
    Within.require(caller, aggregate);
    Evaluation evaluation = decisions.evaluate(aggregate);
    return Response.json(
        200, writer.writeEvaluation(evaluation.judgement(), evaluation.ruleset(), evaluation.at()));
  }
}
