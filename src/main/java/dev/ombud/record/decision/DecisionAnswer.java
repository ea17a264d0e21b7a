package dev.ombud.record.decision;

import dev.ombud.ground.domain.Decision;

/// What a caller gets.
///
/// @param replayed whether the same aggregate was decided before; then this is that decision
public record DecisionAnswer(Decision decision, boolean replayed) {}
