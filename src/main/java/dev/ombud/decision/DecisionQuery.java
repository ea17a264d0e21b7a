package dev.ombud.decision;

import dev.ombud.domain.Disposition;
import dev.ombud.domain.Severity;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Which decisions to list, newest first: decided at or after `from`, before `to`, older than
/// `before`.
///
/// @param limit at most so many, 1 to 200
/// @param before the cursor: the last decision of the page before
public record DecisionQuery(
    Optional<String> product,
    Optional<String> surface,
    Optional<String> release,
    Optional<Severity> severity,
    Optional<Disposition> disposition,
    Instant from,
    Instant to,
    int limit,
    Optional<UUID> before) {}
