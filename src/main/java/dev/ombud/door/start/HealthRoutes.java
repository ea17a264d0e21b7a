package dev.ombud.door.start;

import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.door.web.Work;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/// What probes and Prometheus ask, without sign-in.
public final class HealthRoutes {
  private HealthRoutes() {}

  /// @param readiness may block
  /// @param metrics in Prometheus text format 0.0.4
  public static List<Route> routes(Supplier<Readiness> readiness, Supplier<String> metrics) {
    return List.of(
        Route.vital("/health/live", request -> live()).in(Work.PULSE),
        Route.vital("/health/ready", request -> ready(readiness.get())),
        Route.vital("/metrics", request -> metrics(metrics.get())));
  }

  private static Response live() {
    return Response.json(200, "{\"status\":\"up\"}".getBytes(StandardCharsets.UTF_8));
  }

  private static Response ready(Readiness readiness) {
    int status = readiness.isReady() ? 200 : 503;
    return Response.json(status, readiness.json());
  }

  private static Response metrics(String text) {
    return Response.of(
        200, "text/plain; version=0.0.4; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }
}
