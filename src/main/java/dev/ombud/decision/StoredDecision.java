package dev.ombud.decision;

import dev.ombud.domain.Context;
import dev.ombud.domain.Decision;

/// STAND-IN.
public record StoredDecision(
    Decision decision,
    String aggregateJson,
    byte[] digest,
    Context context,
    String engineVersion) {}
