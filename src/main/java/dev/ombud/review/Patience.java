package dev.ombud.review;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/// How long reviews wait for somebody, and how they end then, by lane. Immutable.
public record Patience(Map<Lane, Limit> limits) {

  /// @param within positive
  public record Limit(Duration within, Ending then) {}

  public Patience {
    EnumMap<Lane, Limit> all = new EnumMap<>(limits);
    if (all.size() != Lane.values().length) {
      throw new IllegalStateException("every lane needs a limit");
    }
    limits = Map.copyOf(all);
  }

  /// When a review of a lane ends by itself.
  public Instant dueAt(Lane lane, Instant proposedAt) {
    return proposedAt.plus(limit(lane).within());
  }

  Ending ending(Lane lane) {
    return limit(lane).then();
  }

  private Limit limit(Lane lane) {
    Limit limit = limits.get(lane);
    if (limit == null) {
      throw new IllegalStateException("every lane needs a limit");
    }
    return limit;
  }
}
