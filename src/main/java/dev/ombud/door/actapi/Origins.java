package dev.ombud.door.actapi;

import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/// Lets the scripts of some web pages read answers (CORS, as the Fetch standard has it): a browser
/// asks first, and shows a script only what says that its origin may read it. No cookie counts
/// here, so nothing is let in that has no token. (`CorsHandler` of Vert.x Web refuses what another
/// origin posts, also with a good token.) Immutable.
///
/// @param allowed origins as browsers write them, for example `https://shop.example`
record Origins(Set<String> allowed) implements Handler<RoutingContext> {
  private static final String ALLOWED_ORIGIN = "Access-Control-Allow-Origin";
  private static final byte[] NOTHING = {};

  Origins {
    allowed = Set.copyOf(allowed);
  }

  /// What a browser asks before it sends what a page's script wants to send.
  ///
  /// @throws ServiceException FORBIDDEN where the page is of another origin, or of none
  Response preflight(Request request) {
    String origin = request.header("Origin").orElse("");
    if (!allowed.contains(origin)) {
      throw new ServiceException(
          ErrorCode.FORBIDDEN,
          "scripts of other web pages may not ask here: name their origin in OMBUD_FLAG_ORIGINS");
    }
    return Response.of(204, "text/plain", NOTHING)
        .with(ALLOWED_ORIGIN, origin)
        .with("Access-Control-Allow-Methods", "POST")
        .with(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Type, If-None-Match, X-API-Key, traceparent")
        .with("Access-Control-Max-Age", "3600")
        .with("Vary", "Origin");
  }

  /// Ahead of a route: every answer from here on, problems too, may be read by such scripts.
  @Override
  public void handle(RoutingContext routing) {
    if (!allowed.isEmpty()) {
      MultiMap headers = routing.response().headers();
      headers.set("Vary", "Origin");
      String origin = String.valueOf(routing.request().getHeader("Origin"));
      if (allowed.contains(origin)) {
        headers.set(ALLOWED_ORIGIN, origin);
        headers.set("Access-Control-Expose-Headers", "ETag, Retry-After, Trace-Id");
      }
    }
    routing.next();
  }
}
