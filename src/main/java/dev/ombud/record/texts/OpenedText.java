package dev.ombud.record.texts;

import java.util.Optional;

/// A text of evidence as an opening hands it out. It has no text form, so that no log line ever
/// shows one.
///
/// @param shown the same as anybody may see it
/// @param raw as it came in; empty where the masked text is empty too
public record OpenedText(MaskedText shown, Optional<String> raw) {
  @Override
  public String toString() {
    return "OpenedText of " + shown.decisionId() + " " + shown.path();
  }
}
