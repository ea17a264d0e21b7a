package dev.ombud.act.brief;

import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.contract.RecordView;
import dev.ombud.ground.json.CanonicalJson;
import dev.ombud.ground.text.PlainText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What is to be put into words, and all that a model is given. Holds nothing that may not leave
/// the service: texts are masked. Immutable by custom.
///
/// @param decisionId the decision that it is about, if there is one
/// @param facts what is known, with the numbers
/// @param names of products, releases, flags and teams: no other may be said
/// @param excerpts of what customers wrote, masked
/// @param template the words that stand where no model's do
public record Material(
    BriefKind kind,
    Optional<UUID> decisionId,
    Optional<UUID> incidentId,
    String product,
    Severity severity,
    List<Fact> facts,
    Set<String> names,
    List<Excerpt> excerpts,
    Content template) {

  public Material {
    facts = List.copyOf(facts);
    names = new LinkedHashSet<>(names);
    excerpts = List.copyOf(excerpts);
  }

  /// The same for whoever is not shown which evidence it rests on.
  public Material withoutEvidence() {
    return new Material(
        kind,
        decisionId,
        incidentId,
        product,
        severity,
        facts,
        names,
        List.of(),
        template.withoutEvidence());
  }

  /// @param text for example `120 complaints against a baseline of 20`
  public record Fact(String name, String text) {}

  /// @param id of the piece of evidence
  public record Excerpt(String id, String channel, String text) {}

  /// The whole input of a model, in canonical JSON. A model reads characters that people cannot
  /// see: there are none.
  byte[] input() {
    Map<String, Object> input =
        RecordView.of(this, "decisionId", "incidentId", "excerpts", "template");
    input.put("evidence", excerpts.stream().map(RecordView::of).toList());
    return CanonicalJson.of(PlainText.shown(input));
  }

  byte[] digest() {
    return Sha256.of(input());
  }

  /// Whether a model could say more than the template does.
  boolean hasSomethingToRead() {
    return !excerpts.isEmpty();
  }
}
