package dev.ombud.review;

import java.time.Instant;

/// What waits in a lane.
///
/// @param oldest when the oldest was proposed
/// @param nextDue when the next one ends by itself
public record Waiting(Lane lane, long count, Instant oldest, Instant nextDue) {}
