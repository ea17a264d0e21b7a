package dev.ombud.act.action;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A time in which nothing happens by itself.
///
/// @param product the one product that it holds for; empty for all
/// @param from the first moment
/// @param to the first moment after it
public record Freeze(
    UUID id, Optional<String> product, Instant from, Instant to, String reason, String placedBy) {}
