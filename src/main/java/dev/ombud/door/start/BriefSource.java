package dev.ombud.door.start;

import dev.ombud.act.brief.BriefKind;
import dev.ombud.act.brief.BriefRequest;
import dev.ombud.act.brief.Briefing;
import dev.ombud.act.brief.Material;
import dev.ombud.act.brief.NotesRequest;
import dev.ombud.act.brief.ReleaseNotes;
import dev.ombud.act.words.DecisionMaterial;
import dev.ombud.act.words.DigestMaterial;
import dev.ombud.gate.evaluation.GateEvaluation;
import dev.ombud.gate.evaluation.GateMaterial;
import dev.ombud.gate.evaluation.Gates;
import dev.ombud.gate.evaluation.ReleaseDrafts;
import dev.ombud.ground.json.JsonObject;
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
                  .map(
                      input -> ReleaseNotes.read(JsonObject.of(input)).material(excerpts(request)));
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
