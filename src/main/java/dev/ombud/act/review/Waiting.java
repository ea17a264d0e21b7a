package dev.ombud.act.review;

import java.time.Instant;

/// What waits in a lane.
///
/// @param oldest when the oldest was proposed
/// @param nextDue when the next one ends by itself
public record Waiting(ReviewLane lane, long count, Instant oldest, Instant nextDue) {}
