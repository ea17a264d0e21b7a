package dev.ombud.api;

import dev.ombud.decision.Decisions;
import dev.ombud.decision.Intake;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.web.Caller;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import java.util.concurrent.Semaphore;

/// Decides many aggregates in one call: NDJSON in, NDJSON out, in order, a line a line.
final class BatchPostHandler implements Signed.Handler {
  private static final String NDJSON = "application/x-ndjson";

  /// What curl calls a body of which it was told nothing; nobody means a form here.
  private static final String UNNAMED = "application/x-www-form-urlencoded";

  private static final int BATCHES_MOST = 8;

  private final Intake intake;
  private final Decisions decisions;
  private final Semaphore room = new Semaphore(BATCHES_MOST);

  BatchPostHandler(Intake intake, Decisions decisions) {
    this.intake = intake;
    this.decisions = decisions;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    request.requireMediaType(NDJSON, UNNAMED);
    if (!room.tryAcquire()) {
      throw new ServiceException(
          ErrorCode.OVERLOADED,
          BATCHES_MOST + " batches are under way: send the same again after a second");
    }
    return Response.stream(
        200,
        NDJSON,
        answers -> {
          try {
            new Batch(intake, decisions, caller, request).run(answers);
          } finally {
            room.release();
          }
        });
  }
}
