package dev.ombud.gate.deployment;

import java.time.Instant;
import java.util.UUID;

/// A deployment that waits at a protection rule. Immutable.
///
/// @param askedAt when GitHub asked last
/// @param dueAt until then it waits for a verdict that says something
record Deployment(
    UUID id,
    String repository,
    String environment,
    String run,
    String release,
    String traceId,
    Instant askedAt,
    Instant dueAt) {

  /// What became of it.
  enum State {
    APPROVED,
    REJECTED,
    /// It waits no more: somebody else answered, or it was cancelled.
    GONE,
    /// GitHub took no answer.
    DEAD
  }
}
