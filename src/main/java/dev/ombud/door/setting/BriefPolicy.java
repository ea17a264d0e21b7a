package dev.ombud.door.setting;

import dev.ombud.act.brief.BriefKind;
import dev.ombud.act.brief.BriefRequest;
import dev.ombud.act.brief.ModelBudget;
import dev.ombud.act.brief.NotesRequest;
import dev.ombud.act.brief.OpenAiConfig;
import dev.ombud.ground.code.Severity;
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
    ModelBudget budget) {
  public BriefPolicy {
    severities = Set.copyOf(severities);
    kinds = Set.copyOf(kinds);
  }

  /// Whether the model is asked. What people type and ask for is always worth it.
  public boolean isWorthAsking(BriefRequest request) {
    return switch (request.kind()) {
      case DECISION -> severities.contains(request.severity());
      case REVIEW, GATE_VERDICT -> kinds.contains(request.kind());
      case RELEASE_NOTES ->
          NotesRequest.evaluation(request).isEmpty() || kinds.contains(request.kind());
      case TICKET, DIGEST -> true;
    };
  }
}
