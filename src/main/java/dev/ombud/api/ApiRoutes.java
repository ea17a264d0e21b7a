package dev.ombud.api;

import dev.ombud.decision.Decisions;
import dev.ombud.domain.Role;
import dev.ombud.web.Access;
import dev.ombud.web.Caller;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import dev.ombud.web.Route;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// All routes of the API.
public final class ApiRoutes {
  private static final Set<Role> CALLERS = EnumSet.of(Role.CALLER);
  private static final Set<Role> EVERYBODY = EnumSet.allOf(Role.class);

  /// An endpoint that cannot run without the proof of who asks.
  @FunctionalInterface
  interface SignedHandler {
    Response handle(Request request, Caller caller) throws InterruptedException;
  }

  private final Access access;

  private ApiRoutes(Access access) {
    this.access = access;
  }

  public static List<Route> routes(Access access, Decisions decisions) {
    return new ApiRoutes(access).all(decisions);
  }

  private List<Route> all(Decisions decisions) {
    return List.of(
        route("POST", "/v1/decisions", CALLERS, new DecisionPostHandler(decisions)),
        route("POST", "/v1/decisions:batch", CALLERS, new BatchPostHandler(decisions)),
        route("POST", "/v1/evaluations", EVERYBODY, new EvaluationPostHandler(decisions)),
        route("GET", "/v1/decisions/{id}", EVERYBODY, new DecisionGetHandler(decisions)),
        route(
            "GET",
            "/v1/decisions",
            EVERYBODY,
            new DecisionListHandler(decisions),
            DecisionListHandler.PARAMETERS));
  }

  private Route route(
      String method, String path, Set<Role> roles, SignedHandler handler, String... parameters) {
    return Route.of(
        method,
        path,
        request -> handler.handle(request, access.require(request, roles)),
        parameters);
  }
}
