package dev.ombud.app;

import dev.ombud.briefing.BriefKind;
import dev.ombud.briefing.BriefRequest;
import dev.ombud.briefing.Budget;
import dev.ombud.briefing.NotesRequest;
import dev.ombud.briefing.OpenAiConfig;
import dev.ombud.domain.Severity;
import java.util.Optional;
import java.util.Set;

/// What is put into words, by whom, and for how much. Immutable.
///
/// @param severities of decisions that the model is asked about
/// @param kinds that it is asked about besides: reviews, gate verdicts
/// @param inTickets whether what the model says of a decision is added to its ticket
/// @param model empty where the template says everything
public record BriefPolicy(
    Set<Severity> severities,
    Set<BriefKind> kinds,
    boolean inTickets,
    Optional<OpenAiConfig> model,
    Budget budget) {
  public BriefPolicy {
    severities = Set.copyOf(severities);
    kinds = Set.copyOf(kinds);
  }

  /// Whether the model is asked. What people type and ask for is always worth it.
  boolean isWorthAsking(BriefRequest request) {
    return switch (request.kind()) {
      case DECISION -> severities.contains(request.severity());
      case REVIEW, GATE_VERDICT -> kinds.contains(request.kind());
      case RELEASE_NOTES ->
          NotesRequest.evaluation(request).isEmpty() || kinds.contains(request.kind());
      case TICKET, DIGEST -> true;
    };
  }
}
