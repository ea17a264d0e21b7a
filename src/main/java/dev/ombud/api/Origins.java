package dev.ombud.api;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.web.Handler;
import dev.ombud.web.Problem;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import java.util.Set;

/// Lets the scripts of some web pages read answers (CORS, as the Fetch standard has it): a browser
/// asks first, and shows a script only what says that its origin may read it. No cookie counts
/// here, so nothing is let in that has no token. Immutable.
///
/// @param allowed origins as browsers write them, for example `https://shop.example`
record Origins(Set<String> allowed) {
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

  /// The same handler, whose every answer, problems too, may be read by such scripts.
  Handler admit(Handler handler) {
    return allowed.isEmpty()
        ? handler
        : request -> {
          Response response = answer(handler, request).with("Vary", "Origin");
          String origin = request.header("Origin").orElse("");
          return allowed.contains(origin)
              ? response
                  .with(ALLOWED_ORIGIN, origin)
                  .with("Access-Control-Expose-Headers", "ETag, Retry-After, Trace-Id")
              : response;
        };
  }

  private static Response answer(Handler handler, Request request) throws InterruptedException {
    try {
      return handler.handle(request);
    } catch (ServiceException e) {
      return Problem.response(e, request.traceId());
    }
  }
}
