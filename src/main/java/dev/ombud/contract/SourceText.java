package dev.ombud.contract;

import org.jspecify.annotations.Nullable;

/// A text of evidence as it came in. It has no text form, so that no log line ever shows one.
///
/// @param path where it stood in the aggregate, a JSON Pointer (RFC 6901)
/// @param evidenceId of the piece of evidence that it belongs to, if it belongs to one
public record SourceText(String path, @Nullable String evidenceId, String text) {
  @Override
  public String toString() {
    return path;
  }
}
