package dev.ombud.contract;

import org.jspecify.annotations.Nullable;

/// A text of an aggregate as somebody wrote it, which the record must not have.
///
/// @param path where it stood in the aggregate, a JSON Pointer (RFC 6901)
/// @param evidenceId the piece of evidence that it belongs to, or null
public record SourceText(String path, @Nullable String evidenceId, String text) {}
