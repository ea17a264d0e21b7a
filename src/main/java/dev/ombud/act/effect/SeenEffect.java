package dev.ombud.act.effect;

import dev.ombud.ground.code.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Whether a mitigation helped, as far as it is known. Immutable.
///
/// @param lookUntil when its window is over
/// @param outcome nothing until then
/// @param reason why, with its numbers
/// @param measured what that rests on, as canonical JSON
public record SeenEffect(
    UUID actionId,
    UUID decisionId,
    Instant executedAt,
    Instant lookUntil,
    Optional<Instant> concludedAt,
    Optional<Outcome> outcome,
    Optional<String> reason,
    Optional<String> measured) {}
