package dev.ombud.decision;

import dev.ombud.domain.Decision;

/// What a caller gets.
///
/// @param replayed whether the same aggregate was decided before; then this is that decision
public record Answer(Decision decision, boolean replayed) {}
