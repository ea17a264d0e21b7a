package dev.ombud.door.api;

import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.ground.domain.Shares;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.Intake;

/// Decides many aggregates in one call: NDJSON in, NDJSON out, in order, a line a line.
final class BatchPostHandler implements Signed.Handler {
  private static final String NDJSON = "application/x-ndjson";

  /// What curl calls a body of which it was told nothing; nobody means a form here.
  private static final String UNNAMED = "application/x-www-form-urlencoded";

  private static final int MAX_BATCHES = 8;

  /// So that nobody's idle bodies keep all others out.
  private static final int MAX_BATCHES_OF_ONE_CALLER = 6;

  private final Intake intake;
  private final Decisions decisions;
  private final Shares running =
      new Shares(
          MAX_BATCHES,
          MAX_BATCHES_OF_ONE_CALLER,
          "batches",
          "send this again when one of them has ended");

  BatchPostHandler(Intake intake, Decisions decisions) {
    this.intake = intake;
    this.decisions = decisions;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    request.requireMediaType(NDJSON, UNNAMED);
    running.enter(caller.name());
    return Response.stream(
        200,
        NDJSON,
        answers -> {
          try {
            new Batch(intake, decisions, caller, request).run(answers);
          } finally {
            running.leave(caller.name());
          }
        });
  }
}
