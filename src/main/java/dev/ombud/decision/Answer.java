package dev.ombud.decision;

import dev.ombud.domain.Decision;

/// The answer: replayed = the same aggregate was decided before.
public record Answer(Decision decision, boolean replayed) {}
