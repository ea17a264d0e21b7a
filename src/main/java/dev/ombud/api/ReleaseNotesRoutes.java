package dev.ombud.api;

import dev.ombud.briefing.Material;
import dev.ombud.contract.Json;
import dev.ombud.contract.Withholding;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.Role;
import dev.ombud.domain.ServiceException;
import dev.ombud.gate.GateEvaluation;
import dev.ombud.gate.Gates;
import dev.ombud.gate.ReleaseDrafts;
import dev.ombud.web.Access;
import dev.ombud.web.Caller;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import dev.ombud.web.Route;
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
