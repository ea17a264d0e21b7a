package dev.ombud.record.search;

import java.time.Instant;
import java.util.UUID;

/// An incident that is open, with what was decided of it last.
///
/// @param tier the furthest that was reached
public record OpenIncident(
    UUID id,
    Instant openedAt,
    Instant lastDecidedAt,
    UUID lastDecisionId,
    String severity,
    String tier,
    String product,
    String subject,
    String cohort,
    String cluster,
    String owner) {}
