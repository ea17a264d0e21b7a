package dev.ombud.api;

import dev.ombud.contract.Withholding;
import dev.ombud.domain.Role;
import dev.ombud.domain.ServiceException;
import dev.ombud.domain.TimeIds;
import dev.ombud.inquiry.Explanation;
import dev.ombud.inquiry.ExplanationMarkdownWriter;
import dev.ombud.inquiry.ExplanationWriter;
import dev.ombud.inquiry.Explanations;
import dev.ombud.inquiry.ReplayReport;
import dev.ombud.inquiry.ReplayWriter;
import dev.ombud.inquiry.Replays;
import dev.ombud.inquiry.Uninformed;
import dev.ombud.web.Access;
import dev.ombud.web.Caller;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import dev.ombud.web.Route;
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
