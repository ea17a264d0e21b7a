package dev.ombud.api;

import dev.ombud.contract.DecisionWriter;
import dev.ombud.contract.Json;
import dev.ombud.contract.Withholding;
import dev.ombud.domain.Decision;
import dev.ombud.domain.Page;
import dev.ombud.domain.Role;
import dev.ombud.inquiry.DecisionQuery;
import dev.ombud.inquiry.FacetCount;
import dev.ombud.inquiry.FacetQuery;
import dev.ombud.inquiry.Facets;
import dev.ombud.inquiry.Search;
import dev.ombud.inquiry.Trail;
import dev.ombud.inquiry.TrailQuery;
import dev.ombud.inquiry.Trails;
import dev.ombud.inquiry.Uninformed;
import dev.ombud.web.Access;
import dev.ombud.web.Caller;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import dev.ombud.web.Route;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Questions about what was decided over HTTP: one method an endpoint. Thread-safe.
public final class InquiryRoutes {
  private static final Set<Role> AUDITORS = EnumSet.of(Role.AUDITOR);

  private final DecisionWriter writer = new DecisionWriter();
  private final Search search;
  private final FacetCount counts;
  private final Trails trails;

  private InquiryRoutes(Search search, FacetCount counts, Trails trails) {
    this.search = search;
    this.counts = counts;
    this.trails = trails;
  }

  public static List<Route> routes(Access access, Search search, FacetCount counts, Trails trails) {
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
