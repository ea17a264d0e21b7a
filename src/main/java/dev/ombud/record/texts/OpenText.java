package dev.ombud.record.texts;

/// A text in the clear. It has no text form, so that no log line ever shows one.
///
/// @param masked with everything in it masked that was found
/// @param raw as it came in
public record OpenText(String masked, String raw) {
  @Override
  public String toString() {
    return "OpenText";
  }
}
