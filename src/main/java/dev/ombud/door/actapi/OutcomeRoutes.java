package dev.ombud.door.actapi;

import dev.ombud.act.outcome.Outcomes;
import dev.ombud.act.review.OutcomeReport;
import dev.ombud.act.review.OutcomeReport.Kind;
import dev.ombud.act.review.OutcomeReport.Label;
import dev.ombud.door.api.Listing;
import dev.ombud.door.api.Parameters;
import dev.ombud.door.api.Signed;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What came of decisions, reported back over HTTP. Thread-safe.
public final class OutcomeRoutes {
  private static final Set<Role> REPORTERS = EnumSet.of(Role.CALLER, Role.REVIEWER);
  private static final int MAX_ID_CHARS = 200;
  private static final int MAX_DETAIL_CHARS = 2_000;

  private final Outcomes outcomes;

  private OutcomeRoutes(Outcomes outcomes) {
    this.outcomes = outcomes;
  }

  public static List<Route> routes(Access access, Outcomes outcomes) {
    OutcomeRoutes here = new OutcomeRoutes(outcomes);
    Signed signed = new Signed(access);
    return List.of(
        signed.route("POST", "/v1/outcomes", REPORTERS, here::report),
        signed.route(
            "GET",
            "/v1/outcomes",
            Signed.EVERYBODY,
            here::list,
            "kind",
            "decision",
            "incident",
            "ticket",
            "limit",
            "cursor"));
  }

  private Response report(Request request, Caller caller) throws InterruptedException {
    JsonObject body =
        Parameters.object(
            request, "id", "kind", "label", "decisionId", "incidentId", "ticket", "at", "detail");
    Kind kind = body.requireWord("kind", Kind.values());
    if (kind == Kind.LABELLED && !caller.roles().contains(Role.REVIEWER)) {
      throw new ServiceException(
          ErrorCode.FORBIDDEN,
          "token `%s` is no reviewer, and how right a decision was is said by one: use a token with `reviewer`"
              .formatted(caller.name()));
    }
    Outcomes.Taken taken =
        outcomes.report(
            new OutcomeReport(
                body.require("id", MAX_ID_CHARS),
                kind,
                body.word("label", Label.values()),
                body.id("decisionId"),
                body.id("incidentId"),
                body.text("ticket", MAX_ID_CHARS),
                body.instant("at")
                    .orElseThrow(() -> ServiceException.invalid("`at` is missing: send it")),
                body.text("detail", MAX_DETAIL_CHARS).orElse("")),
            caller.name());
    Response answer =
        Response.json(taken.isReplay() ? 200 : 201, Json.write(view(taken.recorded())));
    return taken.isReplay() ? answer.with("Idempotency-Replayed", "true") : answer;
  }

  private Response list(Request request, Caller caller) {
    return Listing.page(
        outcomes
            .list(
                new Outcomes.Query(
                    Listing.word(request, "kind", Kind.values()),
                    Listing.id(request, "decision"),
                    Listing.id(request, "incident"),
                    Listing.text(request, "ticket"),
                    Listing.limit(request, Outcomes.MAX_LIMIT),
                    Listing.id(request, "cursor")))
            .map(OutcomeRoutes::view));
  }

  static Map<String, Object> view(OutcomeReport.Recorded recorded) {
    OutcomeReport report = recorded.report();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", report.id());
    view.put("kind", report.kind().name());
    report.label().ifPresent(label -> view.put("label", label.name()));
    report.decisionId().ifPresent(id -> view.put("decisionId", id.toString()));
    report.incidentId().ifPresent(id -> view.put("incidentId", id.toString()));
    report.ticket().ifPresent(ticket -> view.put("ticket", ticket));
    view.put("at", report.at().toString());
    view.put("detail", report.detail());
    view.put("reporter", recorded.reporter());
    view.put("recordedAt", recorded.recordedAt().toString());
    return view;
  }
}
