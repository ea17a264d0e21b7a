package dev.ombud.decision;

import dev.ombud.domain.Disposition;
import dev.ombud.domain.Severity;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// STAND-IN.
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
