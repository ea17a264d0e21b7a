package dev.ombud.door.api;

import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.contract.DecisionWriter;
import dev.ombud.ground.domain.LabelCorrection;
import dev.ombud.ground.domain.Progress;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.replay.Uninformed;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/// Everything that is on record about one decision.
final class DecisionGetHandler implements Signed.Handler {
  private final DecisionWriter writer = new DecisionWriter();
  private final Decisions decisions;
  private final Function<UUID, Progress> progress;
  private final Function<UUID, List<LabelCorrection>> corrections;

  /// @param progress what has become of a decision by now
  /// @param corrections what people say is wrong about its labels
  DecisionGetHandler(
      Decisions decisions,
      Function<UUID, Progress> progress,
      Function<UUID, List<LabelCorrection>> corrections) {
    this.decisions = decisions;
    this.progress = progress;
    this.corrections = corrections;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    String id = request.parameter("id");
    StoredDecision stored =
        TimeIds.read(id)
            .flatMap(decisions::find)
            .orElseThrow(() -> ServiceException.missing("decision", id));
    Within.require(caller, stored);
    Uninformed.Shown shown =
        Uninformed.decision(stored, Informed.isWithheldFrom(caller, stored.decision()));
    return Response.json(
        200,
        writer.writeDetail(
            shown.stored().decision(),
            progress.apply(stored.decision().decisionId()),
            shown.stored().aggregateJson(),
            stored.digest(),
            stored.context(),
            stored.engineVersion(),
            corrections.apply(stored.decision().decisionId()),
            shown.withheld()));
  }
}
