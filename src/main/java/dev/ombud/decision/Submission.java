package dev.ombud.decision;

import dev.ombud.domain.Aggregate;

/// A validated aggregate on its way into the pipeline.
///
/// @param received the aggregate's JSON as the caller sent it, in UTF-8
/// @param digest SHA-256 of its canonical form (RFC 8785)
/// @param caller name of the token that posted it
/// @param traceId W3C trace id of the request
public record Submission(
    Aggregate aggregate, byte[] received, byte[] digest, String caller, String traceId) {}
