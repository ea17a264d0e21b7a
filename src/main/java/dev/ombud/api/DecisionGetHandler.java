package dev.ombud.api;

import dev.ombud.contract.DecisionWriter;
import dev.ombud.decision.Decisions;
import dev.ombud.decision.StoredDecision;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.web.Caller;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import java.util.Optional;
import java.util.UUID;

/// Everything that is on record about one decision.
final class DecisionGetHandler implements ApiRoutes.SignedHandler {
  private final DecisionWriter writer = new DecisionWriter();
  private final Decisions decisions;

  DecisionGetHandler(Decisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    String id = request.parameter("id");
    StoredDecision stored =
        parse(id)
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

  private static Optional<UUID> parse(String id) {
    try {
      UUID uuid = UUID.fromString(id);
      // The JDK also reads `1-1-1-1-1`, which is no id that we ever gave out.
      return uuid.toString().equalsIgnoreCase(id) ? Optional.of(uuid) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
