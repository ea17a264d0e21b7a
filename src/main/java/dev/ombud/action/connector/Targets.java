package dev.ombud.action.connector;

import dev.ombud.domain.ActionKind;
import dev.ombud.outbound.Destination;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All targets and the routes to them, checked. Immutable.
public record Targets(Map<String, Target> byName, List<Route> routes) {
  /// Where nothing is configured.
  public static final Targets NONE = new Targets(Map.of(), List.of());

  public Targets {
    byName = Map.copyOf(byName);
    routes = List.copyOf(routes);
  }

  /// The places that they may be spoken to at.
  public List<Destination> destinations() {
    return byName.values().stream()
        .map(target -> Destination.of(target.url(), target.inside()))
        .toList();
  }

  /// Whether a route fits.
  public boolean reaches(String subject, String product, ActionKind kind) {
    return route(subject, product, kind).isPresent();
  }

  Optional<Route> route(String subject, String product, ActionKind kind) {
    return routes.stream().filter(route -> route.fits(subject, product, kind)).findFirst();
  }

  Target target(Route route) {
    Target target = byName.get(route.target());
    if (target == null) {
      throw new IllegalStateException("the reader refuses routes to nowhere");
    }
    return target.with(route.options());
  }
}
