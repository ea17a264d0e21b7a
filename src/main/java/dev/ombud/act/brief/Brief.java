package dev.ombud.act.brief;

import dev.ombud.ground.code.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A brief as it is on record, with what it was made of and how. Immutable by custom.
///
/// @param id that of the request
/// @param detail why, in words
/// @param made how the model was asked; nothing where it was not
/// @param inputDigest `sha256:…` of what there was to say
/// @param outputDigest `sha256:…` of the content in canonical JSON
/// @param content what people read
public record Brief(
    UUID id,
    Instant madeAt,
    BriefKind kind,
    Optional<UUID> decisionId,
    Optional<UUID> incidentId,
    String product,
    Severity severity,
    Origin origin,
    FallbackReason why,
    String detail,
    Optional<Made> made,
    String inputDigest,
    String outputDigest,
    Content content,
    Optional<Verdict> verdict) {

  /// The same for whoever is not shown which evidence it rests on. What a person put in its place
  /// ends where that begins.
  public Brief withoutEvidence() {
    return new Brief(
        id,
        madeAt,
        kind,
        decisionId,
        incidentId,
        product,
        severity,
        origin,
        why,
        detail,
        made,
        inputDigest,
        outputDigest,
        content.withoutEvidence(),
        verdict.map(Verdict::withoutEvidence));
  }

  /// Whose words they are.
  public enum Origin {
    MODEL,
    TEMPLATE
  }

  /// @param model as the endpoint named it; empty where it never answered
  /// @param cost of all calls, in the currency of the settings
  /// @param complaints about the answers, a list a call; an empty one where an answer holds
  public record Made(
      String prompt,
      int promptVersion,
      String promptDigest,
      String model,
      String deployment,
      Map<?, ?> parameters,
      int calls,
      long promptTokens,
      long completionTokens,
      double cost,
      long latencyMillis,
      List<List<String>> complaints) {
    public Made {
      complaints = List.copyOf(complaints);
    }
  }

  /// What a person says about it.
  ///
  /// @param by the name of a token
  /// @param text what the person put in its place, where it was edited
  public record Verdict(
      Opinion opinion, Instant at, String by, String reason, Optional<String> text) {
    private Verdict withoutEvidence() {
      return new Verdict(opinion, at, by, reason, text.map(BriefMarkdownWriter::withoutEvidence));
    }
  }

  /// Whether a person took it as it was.
  public enum Opinion {
    ACCEPTED,
    EDITED,
    REJECTED
  }
}
