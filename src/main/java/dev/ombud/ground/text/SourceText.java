package dev.ombud.ground.text;

import org.jspecify.annotations.Nullable;

/// A text as it came in that does not stand in the record. It has no text form, so that no log line
/// ever shows one.
///
/// @param path where it stood in the aggregate, a JSON Pointer (RFC 6901)
/// @param evidenceId of the piece of evidence that it belongs to, if it belongs to one
/// @param mask what people see instead; null for a text of which they see all that masking leaves
public record SourceText(
    String path, @Nullable String evidenceId, String text, @Nullable Mask mask) {

  /// One of which people see all that masking leaves.
  public SourceText(String path, @Nullable String evidenceId, String text) {
    this(path, evidenceId, text, null);
  }

  /// @param kind of what is masked
  /// @param shown in its place
  public record Mask(String kind, String shown) {}

  @Override
  public String toString() {
    return path;
  }
}
