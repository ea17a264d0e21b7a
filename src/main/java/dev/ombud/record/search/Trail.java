package dev.ombud.record.search;

import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.log.EventRow;
import dev.ombud.record.texts.MaskedText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What became of one piece of evidence, the oldest decision first. Immutable.
///
/// @param next the cursor of the next page, or nothing at the end
public record Trail(String evidenceId, List<Step> steps, Optional<String> next) {
  public Trail {
    steps = List.copyOf(steps);
  }

  /// One decision that it led to, with the aggregate that it came in, and what was done afterwards.
  ///
  /// @param texts masked; none where the evidence came without a text, several where the aggregate
  ///   has it several times
  /// @param events the newest first
  /// @param isCutShort whether there are more events than these
  public record Step(
      StoredDecision stored,
      List<MaskedText> texts,
      Optional<Incident> incident,
      List<EventRow> events,
      boolean isCutShort) {
    public Step {
      texts = List.copyOf(texts);
      events = List.copyOf(events);
    }
  }

  /// The incident of a decision, as it is now.
  public record Incident(
      UUID id,
      String state,
      String tierReached,
      Instant openedAt,
      Optional<Instant> closedAt,
      String touchedBy) {}
}
