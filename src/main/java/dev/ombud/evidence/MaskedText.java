package dev.ombud.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A text of evidence as anybody may see it.
///
/// @param ordinal its place among the texts of its decision, the first being 1
/// @param path where it stood in the aggregate, a JSON Pointer
/// @param masked what kinds of things were masked in it
/// @param erasedAt when it was erased or retired, if it was
/// @param text masked; empty where it was erased, or cannot be decrypted any more because its row
///   was tampered with or this instance lacks the key
public record MaskedText(
    UUID decisionId,
    int ordinal,
    String path,
    Optional<String> evidenceId,
    List<String> masked,
    Optional<Instant> erasedAt,
    Optional<String> text) {}
