package dev.ombud.decision;

import dev.ombud.domain.Aggregate;

/// A validated aggregate on its way into the pipeline.
public record Submission(
    Aggregate aggregate, byte[] received, byte[] digest, String caller, String traceId) {}
