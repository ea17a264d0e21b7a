package dev.ombud.door.api;

import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.contract.DecisionWriter;
import dev.ombud.ground.contract.Withholding;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Page;
import dev.ombud.ground.json.Json;
import dev.ombud.record.replay.Uninformed;
import dev.ombud.record.search.DecisionQuery;
import dev.ombud.record.search.DecisionSearch;
import dev.ombud.record.search.FacetCount;
import dev.ombud.record.search.FacetQuery;
import dev.ombud.record.search.Facets;
import dev.ombud.record.search.Trail;
import dev.ombud.record.search.TrailQuery;
import dev.ombud.record.search.Trails;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Questions about what was decided over HTTP: one method an endpoint. Thread-safe.
public final class InquiryRoutes {
  private static final Set<Role> AUDITORS = EnumSet.of(Role.AUDITOR);

  private final DecisionWriter writer = new DecisionWriter();
  private final DecisionSearch search;
  private final FacetCount counts;
  private final Trails trails;

  private InquiryRoutes(DecisionSearch search, FacetCount counts, Trails trails) {
    this.search = search;
    this.counts = counts;
    this.trails = trails;
  }

  public static List<Route> routes(
      Access access, DecisionSearch search, FacetCount counts, Trails trails) {
    InquiryRoutes here = new InquiryRoutes(search, counts, trails);
    Signed signed = new Signed(access);
    String all = "/v1/decisions";
    return List.of(
        signed.within("GET", all, Signed.EVERYBODY, here::list, DecisionQuery.parameters()),
        signed.within(
            "GET", all + "/facets", Signed.EVERYBODY, here::count, FacetQuery.parameters()),
        signed.route(
            "GET", "/v1/evidence/{id}/trail", AUDITORS, here::follow, TrailQuery.parameters()));
  }

  private Response follow(Request request, Caller caller) {
    Trail trail = trails.follow(TrailQuery.read(request.parameter("id"), request::queries));
    return Response.json(200, TrailView.write(trail));
  }

  private Response count(Request request, Caller caller) {
    FacetQuery query = FacetQuery.read(Within.narrowed(caller, request::queries));
    Uninformed.requireCriteria(query.filter(), caller.roles());
    Facets counted = counts.count(query);
    Map<String, Object> facets = new LinkedHashMap<>();
    counted
        .facets()
        .forEach((criterion, facet) ->
            facets.put(
                criterion.parameter(),
                Map.of(
                    "values",
                    facet.values().stream()
                        .map(
                            count -> Map.of("value", count.value(), "decisions", count.decisions()))
                        .toList(),
                    "others",
                    facet.others())));
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("decisions", counted.decisions());
    view.put("complete", counted.isComplete());
    view.put("facets", facets);
    return Response.json(200, Json.write(view));
  }

  private Response list(Request request, Caller caller) {
    DecisionQuery query = DecisionQuery.read(Within.narrowed(caller, request::queries));
    Uninformed.requireCriteria(query.filter(), caller.roles());
    Page<Decision> page = search.find(query);
    return Response.json(
        200,
        writer.writePage(
            page.items().stream()
                .map(decision ->
                    Informed.isWithheldFrom(caller, decision) ? Withholding.of(decision) : decision)
                .toList(),
            page.next().orElse(null)));
  }
}
