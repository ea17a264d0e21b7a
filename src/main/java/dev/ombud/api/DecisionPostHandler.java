package dev.ombud.api;

import dev.ombud.contract.DecisionWriter;
import dev.ombud.decision.Answer;
import dev.ombud.decision.Decisions;
import dev.ombud.decision.Intake;
import dev.ombud.decision.Submission;
import dev.ombud.web.Caller;
import dev.ombud.web.Request;
import dev.ombud.web.Response;

/// Decides one aggregate and answers when the decision is committed.
final class DecisionPostHandler implements Signed.Handler {
  private final DecisionWriter writer = new DecisionWriter();
  private final Intake intake;
  private final Decisions decisions;

  DecisionPostHandler(Intake intake, Decisions decisions) {
    this.intake = intake;
    this.decisions = decisions;
  }

  @Override
  public Response handle(Request request, Caller caller) throws InterruptedException {
    request.requireMediaType("application/json");
    Submission submission = intake.read(request.body(), caller.name(), request.traceId());
    Within.require(caller, submission.aggregate());
    Answer answer = Outcomes.await(decisions.submit(submission));
    byte[] decision = writer.write(answer.decision());
    return answer.replayed()
        ? Response.json(200, decision).with("Idempotency-Replayed", "true")
        : Response.json(201, decision)
            .with("Location", "/v1/decisions/" + answer.decision().decisionId());
  }
}
