package dev.ombud.door.actapi;

import dev.ombud.act.brief.Material;
import dev.ombud.door.api.Parameters;
import dev.ombud.door.api.Signed;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.gate.evaluation.GateEvaluation;
import dev.ombud.gate.evaluation.Gates;
import dev.ombud.gate.evaluation.ReleaseDrafts;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.contract.Withholding;
import dev.ombud.ground.json.Json;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// The release notes that an evaluation of a gate comes to, over HTTP. Thread-safe.
public final class ReleaseNotesRoutes {
  private static final Set<Role> ASKERS = EnumSet.of(Role.CALLER, Role.REVIEWER, Role.OPERATOR);

  private final Gates gates;
  private final ReleaseDrafts drafts;

  private ReleaseNotesRoutes(Gates gates, ReleaseDrafts drafts) {
    this.gates = gates;
    this.drafts = drafts;
  }

  public static List<Route> routes(Access access, Gates gates, ReleaseDrafts drafts) {
    ReleaseNotesRoutes here = new ReleaseNotesRoutes(gates, drafts);
    Signed signed = new Signed(access);
    String path = "/v1/gates/evaluations/{id}/release-notes";
    return List.of(
        signed.route("GET", path, Signed.EVERYBODY, here::find),
        signed.route("POST", path, ASKERS, here::ask).taking(new Route.Body.None()));
  }

  /// The stored draft; else the template's words, made now.
  private Response find(Request request, Caller caller) {
    String form = request.acceptable(BriefAnswer.JSON, BriefAnswer.MARKDOWN);
    GateEvaluation evaluation = evaluation(request);
    boolean isUninformed = Withholding.isFor(caller.roles());
    return drafts
        .find(evaluation)
        .map(brief -> BriefAnswer.of(form, isUninformed ? brief.withoutEvidence() : brief))
        .orElseGet(() -> {
          Material material = drafts.material(evaluation);
          return BriefAnswer.of(
              form,
              isUninformed ? material.withoutEvidence() : material,
              "no notes were written of this evaluation yet");
        });
  }

  private Response ask(Request request, Caller caller) {
    UUID id = drafts.ask(evaluation(request));
    return Response.json(202, Json.write(BriefView.waiting(id)))
        .with("Location", "/v1/briefs/" + id);
  }

  private GateEvaluation evaluation(Request request) {
    UUID id = Parameters.id(request, "evaluation");
    return gates
        .find(id)
        .orElseThrow(() ->
            new ServiceException(
                ErrorCode.NOT_FOUND, "there is no evaluation `%s`: check the id".formatted(id)));
  }
}
