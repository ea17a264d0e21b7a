package dev.ombud.api;

import dev.ombud.contract.DecisionWriter;
import dev.ombud.inquiry.DecisionPage;
import dev.ombud.inquiry.DecisionQuery;
import dev.ombud.inquiry.Search;
import dev.ombud.web.Access;
import dev.ombud.web.Caller;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import dev.ombud.web.Route;
import java.util.List;

/// Questions about what was decided over HTTP: one method an endpoint. Thread-safe.
public final class InquiryRoutes {
  private final DecisionWriter writer = new DecisionWriter();
  private final Search search;

  private InquiryRoutes(Search search) {
    this.search = search;
  }

  public static List<Route> routes(Access access, Search search) {
    InquiryRoutes here = new InquiryRoutes(search);
    Signed signed = new Signed(access);
    return List.of(
        signed.route(
            "GET", "/v1/decisions", Signed.EVERYBODY, here::list, DecisionQuery.parameters()));
  }

  private Response list(Request request, Caller caller) {
    DecisionPage page = search.find(DecisionQuery.read(request::queries));
    return Response.json(200, writer.writePage(page.items(), page.next().orElse(null)));
  }
}
