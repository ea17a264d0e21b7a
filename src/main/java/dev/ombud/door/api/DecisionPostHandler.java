package dev.ombud.door.api;

import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.ground.contract.DecisionWriter;
import dev.ombud.record.decision.DecisionAnswer;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.Intake;
import dev.ombud.record.decision.Submission;

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
    DecisionAnswer answer = PipelineWait.await(decisions.submit(submission));
    byte[] decision = writer.write(answer.decision());
    return answer.replayed()
        ? Response.json(200, decision).with("Idempotency-Replayed", "true")
        : Response.json(201, decision)
            .with("Location", "/v1/decisions/" + answer.decision().decisionId());
  }
}
