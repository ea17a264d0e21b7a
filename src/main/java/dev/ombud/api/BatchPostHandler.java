package dev.ombud.api;

import dev.ombud.decision.Decisions;
import dev.ombud.decision.Intake;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.web.Caller;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import java.util.HashMap;
import java.util.Map;

/// Decides many aggregates in one call: NDJSON in, NDJSON out, in order, a line a line.
final class BatchPostHandler implements Signed.Handler {
  private static final String NDJSON = "application/x-ndjson";

  /// What curl calls a body of which it was told nothing; nobody means a form here.
  private static final String UNNAMED = "application/x-www-form-urlencoded";

  private static final int BATCHES_MOST = 8;

  /// So that nobody's idle bodies keep all others out.
  private static final int OF_ONE_CALLER_MOST = 6;

  private final Intake intake;
  private final Decisions decisions;
  private final Map<String, Integer> running = new HashMap<>();

  BatchPostHandler(Intake intake, Decisions decisions) {
    this.intake = intake;
    this.decisions = decisions;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    request.requireMediaType(NDJSON, UNNAMED);
    enter(caller.name());
    return Response.stream(
        200,
        NDJSON,
        answers -> {
          try {
            new Batch(intake, decisions, caller, request).run(answers);
          } finally {
            leave(caller.name());
          }
        });
  }

  private synchronized void enter(String caller) {
    if (running.getOrDefault(caller, 0) >= OF_ONE_CALLER_MOST) {
      throw new ServiceException(
          ErrorCode.RATE_LIMITED,
          OF_ONE_CALLER_MOST
              + " batches of yours are under way: send this again when one of them has ended");
    }
    if (running.values().stream().mapToInt(count -> count).sum() >= BATCHES_MOST) {
      throw new ServiceException(
          ErrorCode.OVERLOADED,
          BATCHES_MOST + " batches are under way: send the same again after a second");
    }
    running.merge(caller, 1, Integer::sum);
  }

  private synchronized void leave(String caller) {
    running.computeIfPresent(caller, (_, count) -> count == 1 ? null : count - 1);
  }
}
