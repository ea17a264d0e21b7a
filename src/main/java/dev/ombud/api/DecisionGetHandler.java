package dev.ombud.api;

import dev.ombud.contract.DecisionWriter;
import dev.ombud.decision.Decisions;
import dev.ombud.decision.StoredDecision;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.web.Caller;
import dev.ombud.web.Request;
import dev.ombud.web.Response;

/// Everything that is on record about one decision.
final class DecisionGetHandler implements Signed.Handler {
  private final DecisionWriter writer = new DecisionWriter();
  private final Decisions decisions;

  DecisionGetHandler(Decisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    String id = request.parameter("id");
    StoredDecision stored =
        Parameters.uuid(id)
            .flatMap(decisions::find)
            .orElseThrow(() ->
                new ServiceException(
                    ErrorCode.NOT_FOUND, "there is no decision `" + id + "`: check the id"));
    return Response.json(
        200,
        writer.writeDetail(
            stored.decision(),
            stored.aggregateJson(),
            stored.digest(),
            stored.context(),
            stored.engineVersion()));
  }
}
