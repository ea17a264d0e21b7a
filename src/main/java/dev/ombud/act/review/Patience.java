package dev.ombud.act.review;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/// How long reviews wait for somebody, and how they end then, by lane. Immutable.
public record Patience(Map<ReviewLane, Limit> limits) {

  /// @param within positive
  public record Limit(Duration within, ReviewExpiry then) {}

  public Patience {
    EnumMap<ReviewLane, Limit> all = new EnumMap<>(limits);
    if (all.size() != ReviewLane.values().length) {
      throw new IllegalStateException("every lane needs a limit");
    }
    limits = Map.copyOf(all);
  }

  /// When a review of a lane ends by itself.
  public Instant dueAt(ReviewLane lane, Instant proposedAt) {
    return proposedAt.plus(limit(lane).within());
  }

  ReviewExpiry ending(ReviewLane lane) {
    return limit(lane).then();
  }

  private Limit limit(ReviewLane lane) {
    Limit limit = limits.get(lane);
    if (limit == null) {
      throw new IllegalStateException("every lane needs a limit");
    }
    return limit;
  }
}
