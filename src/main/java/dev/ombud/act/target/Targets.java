package dev.ombud.act.target;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.outbound.Destination;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All targets and the routes to them, checked. Immutable.
public record Targets(Map<String, TargetConfig> byName, List<TargetRoute> routes) {
  /// Where nothing is configured.
  public static final Targets NONE = new Targets(Map.of(), List.of());

  /// What stands before the id of a review in the subject of what tells people of it.
  public static final String REVIEW = "review:";

  /// What stands behind it once the review is closed.
  public static final String CLOSED = "/closed";

  private static final List<String> TOLD = List.of("event:", REVIEW);

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

  /// Whether anybody wants to hear of events or reviews at all.
  public boolean tells() {
    return routes.stream()
        .map(TargetRoute::subject)
        .anyMatch(subject -> TOLD.stream().anyMatch(told -> mayFit(subject, told)));
  }

  private static boolean mayFit(String pattern, String prefix) {
    return pattern.startsWith(prefix)
        || (pattern.endsWith("*") && prefix.startsWith(pattern.substring(0, pattern.length() - 1)));
  }

  /// Whether anybody wants to hear of something. That a review is closed matters where its message
  /// can be changed.
  public boolean tells(String subject, String product, Severity severity) {
    Optional<TargetRoute> route =
        route(subject, product, ActionKind.NOTIFY).filter(found -> !found.isTooMild(severity));
    return subject.endsWith(CLOSED)
        ? route.filter(found -> target(found).kind() == TargetKind.SLACK).isPresent()
        : route.isPresent();
  }

  /// Whether tickets for a subject go to a tracker, where something can be said on them.
  public boolean tracks(String subject, String product, Severity severity) {
    return route(subject, product, ActionKind.OPEN_TICKET)
        .filter(found -> !found.isTooMild(severity))
        .filter(found -> target(found).kind().isTracker())
        .isPresent();
  }

  public Optional<TargetRoute> route(String subject, String product, ActionKind kind) {
    return routes.stream().filter(route -> route.fits(subject, product, kind)).findFirst();
  }

  public TargetConfig target(TargetRoute route) {
    TargetConfig target = byName.get(route.target());
    if (target == null) {
      throw new IllegalStateException("the reader refuses routes to nowhere");
    }
    return target.with(route.options());
  }
}
