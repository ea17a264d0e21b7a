package dev.ombud.record.log;

import dev.ombud.ground.base.TimeIds;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Which events to list, newest first: at or after `from`, before `to`, older than `before`.
///
/// @param kind the name of an [AuditEvent.Kind]
/// @param limit at most so many, 1 to 500
/// @param before the cursor: the last event of the page before
public record EventQuery(
    Optional<UUID> decisionId,
    Optional<String> actor,
    Optional<String> kind,
    Optional<String> subject,
    Instant from,
    Instant to,
    int limit,
    Optional<UUID> before) {
  private static final int MAX_LIMIT = 500;

  public EventQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalStateException("a page has 1 to " + MAX_LIMIT + " events, not " + limit);
    }
  }

  /// The newest events of one decision.
  ///
  /// @param limit at most so many, 1 to 500
  public static EventQuery ofDecision(UUID decisionId, int limit) {
    return new EventQuery(
        Optional.of(decisionId),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Instant.EPOCH,
        TimeIds.EVER,
        limit,
        Optional.empty());
  }
}
