package dev.ombud.act.brief;

import dev.ombud.ground.code.Severity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Something that is to be put into words.
///
/// @param id UUIDv7; the brief gets the same
/// @param input what is briefed, where it stands in no decision
/// @param attempts how often a worker took it
public record BriefRequest(
    UUID id,
    Instant at,
    BriefKind kind,
    Optional<UUID> decisionId,
    Optional<UUID> incidentId,
    Severity severity,
    String product,
    Optional<Map<?, ?>> input,
    int attempts) {}
