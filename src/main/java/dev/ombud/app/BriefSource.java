package dev.ombud.app;

import dev.ombud.briefing.BriefKind;
import dev.ombud.briefing.BriefRequest;
import dev.ombud.briefing.Briefing;
import dev.ombud.briefing.Material;
import dev.ombud.briefing.NotesRequest;
import dev.ombud.briefing.ReleaseNotes;
import dev.ombud.contract.JsonObject;
import dev.ombud.gate.GateEvaluation;
import dev.ombud.gate.GateMaterial;
import dev.ombud.gate.Gates;
import dev.ombud.gate.ReleaseDrafts;
import dev.ombud.response.DecisionMaterial;
import dev.ombud.response.DigestMaterial;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Loads what is to be put into words, whatever it is. Thread-safe.
record BriefSource(
    DecisionMaterial decisions, DigestMaterial digests, Gates gates, ReleaseDrafts notes)
    implements Function<BriefRequest, Optional<Material>> {
  /// Of each theme of a gate's verdict.
  private static final int EXCERPTS_EACH = 2;

  @Override
  public Optional<Material> apply(BriefRequest request) {
    return switch (request.kind()) {
      case DECISION, REVIEW, TICKET -> decisions.of(request);
      case RELEASE_NOTES ->
          NotesRequest.evaluation(request).isPresent()
              ? NotesRequest.evaluation(request).flatMap(gates::find).map(notes::material)
              : request
                  .input()
                  .map(input ->
                      ReleaseNotes.read(JsonObject.of(input)).material(excerpts(request)));
      case DIGEST -> Optional.of(digests.of(Briefing.day(request), Briefing.team(request)));
      case GATE_VERDICT ->
          gates
              .find(request.id())
              .map(evaluation -> GateMaterial.of(evaluation, excerpts(evaluation, decisions)));
    };
  }

  /// What customers wrote, masked, of the decisions that a gate's answer rests on.
  static List<Material.Excerpt> excerpts(GateEvaluation evaluation, DecisionMaterial decisions) {
    return GateMaterial.decisions(evaluation).stream()
        .flatMap(id -> decisions.of(BriefKind.DECISION, id).stream())
        .flatMap(material -> material.excerpts().stream().limit(EXCERPTS_EACH))
        .distinct()
        .toList();
  }

  private List<Material.Excerpt> excerpts(BriefRequest request) {
    return request
        .decisionId()
        .flatMap(id -> decisions.of(BriefKind.DECISION, id))
        .map(Material::excerpts)
        .orElse(List.of());
  }
}
