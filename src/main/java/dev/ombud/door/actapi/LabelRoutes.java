package dev.ombud.door.actapi;

import dev.ombud.act.outcome.Label;
import dev.ombud.act.outcome.LabelSamples;
import dev.ombud.door.api.Listing;
import dev.ombud.door.api.Parameters;
import dev.ombud.door.api.Signed;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// What people judge each week, over HTTP. Thread-safe.
public final class LabelRoutes {
  private static final Set<Role> READERS =
      EnumSet.of(Role.OWNER, Role.REVIEWER, Role.AUDITOR, Role.OPERATOR);
  private static final Set<Role> JUDGES = EnumSet.of(Role.REVIEWER);

  private final LabelSamples labels;

  private LabelRoutes(LabelSamples labels) {
    this.labels = labels;
  }

  public static List<Route> routes(Access access, LabelSamples labels) {
    LabelRoutes here = new LabelRoutes(labels);
    Signed signed = new Signed(access);
    return List.of(
        signed.route(
            "GET", "/v1/labels", READERS, here::list, "week", "subject", "open", "limit", "cursor"),
        signed.route("POST", "/v1/labels/{id}", JUDGES, here::give));
  }

  private Response list(Request request, Caller caller) {
    return Listing.page(
        labels
            .list(
                new LabelSamples.Query(
                    request.query("week").map(LabelRoutes::date),
                    Listing.word(request, "subject", Label.Subject.values()),
                    Listing.flag(request, "open"),
                    Listing.limit(request, LabelSamples.MAX_LIMIT),
                    Listing.id(request, "cursor")))
            .map(LabelRoutes::view));
  }

  private static LocalDate date(String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      if (TimeIds.covers(day)) {
        return day;
      }
    } catch (DateTimeParseException e) {
      // The refusal below says it for both cases.
    }
    throw ServiceException.badParameter(
        "`week` is `" + text + "`: write a Monday such as 2026-03-02");
  }

  private Response give(Request request, Caller caller) throws InterruptedException {
    UUID id = Parameters.id(request, "label");
    JsonObject body = Parameters.object(request, "label", "reason");
    Label.Opinion opinion = body.requireWord("label", Label.Opinion.values());
    Label given = labels.give(id, opinion, caller.name(), Parameters.reason(body));
    return Response.json(200, Json.write(view(given)));
  }

  private static Map<String, Object> view(Label label) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", label.id().toString());
    view.put("week", label.week().toString());
    view.put("subject", label.subject().name());
    view.put("subjectId", label.subjectId().toString());
    view.put("sampledAt", label.sampledAt().toString());
    label
        .given()
        .ifPresent(given -> {
          view.put("label", given.opinion().name());
          view.put("at", given.at().toString());
          view.put("by", given.by());
          view.put("reason", given.note());
        });
    return view;
  }
}
