package dev.ombud.door.api;

import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.contract.Withholding;
import dev.ombud.record.replay.Explanation;
import dev.ombud.record.replay.ExplanationMarkdownWriter;
import dev.ombud.record.replay.ExplanationWriter;
import dev.ombud.record.replay.Explanations;
import dev.ombud.record.replay.ReplayReport;
import dev.ombud.record.replay.ReplayWriter;
import dev.ombud.record.replay.Replays;
import dev.ombud.record.replay.Uninformed;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Why a decision is as it is, and whether it comes out the same again, over HTTP. Thread-safe.
public final class ExplanationRoutes {
  /// They may read the decision itself as well; no text of evidence stands in an explanation.
  private static final Set<Role> READERS = Role.PEOPLE;

  private static final Set<Role> AUDITORS = EnumSet.of(Role.OWNER, Role.AUDITOR, Role.ADMIN);
  private static final String RULESET = "ruleset";

  private static final String ACTIVE = "active";
  private static final String JSON = "application/json";
  private static final String MARKDOWN = "text/markdown";

  private final Explanations explanations;
  private final Replays replays;

  private ExplanationRoutes(Explanations explanations, Replays replays) {
    this.explanations = explanations;
    this.replays = replays;
  }

  public static List<Route> routes(Access access, Explanations explanations, Replays replays) {
    ExplanationRoutes here = new ExplanationRoutes(explanations, replays);
    Signed signed = new Signed(access);
    return List.of(
        signed.route("GET", "/v1/decisions/{id}/explanation", READERS, here::explain),
        signed
            .route("POST", "/v1/decisions/{id}/replay", AUDITORS, here::replay, RULESET)
            .taking(new Route.Body.None()));
  }

  private Response explain(Request request, Caller caller) {
    String form = request.acceptable(JSON, MARKDOWN);
    Explanation full = explanations.explain(Parameters.id(request, "decision"));
    Explanation explanation =
        Withholding.isFor(caller.roles()) ? Uninformed.explanation(full) : full;
    Response response =
        form.equals(MARKDOWN)
            ? Response.of(
                200, MARKDOWN + "; charset=utf-8", ExplanationMarkdownWriter.write(explanation))
            : Response.json(200, ExplanationWriter.write(explanation));
    return response.with("Vary", "Accept");
  }

  private Response replay(Request request, Caller caller) {
    UUID id = Parameters.id(request, "decision");
    Optional<Replays.Choice> under = request.query(RULESET).map(ExplanationRoutes::choice);
    ReplayReport report =
        under
            .map(choice -> replays.replay(id, choice, caller.name()))
            .orElseGet(() -> replays.replay(id, caller.name()));
    return Response.json(
        200,
        ReplayWriter.write(Withholding.isFor(caller.roles()) ? Uninformed.replay(report) : report));
  }

  private static Replays.Choice choice(String text) {
    if (text.equals(ACTIVE)) {
      return new Replays.Choice.Active();
    }
    if (text.matches("[1-9]\\d{0,17}")) {
      return new Replays.Choice.Version(Long.parseLong(text));
    }
    return TimeIds.read(text)
        .map(Replays.Choice.Draft::new)
        .orElseThrow(() ->
            ServiceException.badParameter(
                "`ruleset` is `%s`: write the number of a version, `active` or the id of a draft"
                    .formatted(text)));
  }
}
