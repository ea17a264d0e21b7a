package dev.ombud.publish.backtest;

import java.util.List;
import java.util.UUID;

/// A backtest that came to its end with a report.
///
/// @param digest of the draft that was replayed, SHA-256
/// @param against the version that it was compared with
/// @param judged how many decisions were judged
/// @param changed how many of them would have been otherwise
/// @param automaticAdded how many actions would have started by themselves that did not
public record Finished(
    UUID draftId,
    byte[] digest,
    long against,
    String caller,
    long judged,
    long changed,
    long automaticAdded) {
  /// What of it somebody has to think about before the draft decides.
  public List<String> concerns() {
    return automaticAdded == 0
        ? List.of()
        : List.of(automaticAdded + " actions of the past would have started by themselves");
  }

  public String text() {
    return "%d of %d decisions change".formatted(changed, judged);
  }
}
