package dev.ombud.gate;

import dev.ombud.briefing.BriefKind;
import dev.ombud.briefing.BriefRequest;
import dev.ombud.briefing.Content;
import dev.ombud.briefing.Material;
import dev.ombud.briefing.Material.Excerpt;
import dev.ombud.briefing.Material.Fact;
import dev.ombud.contract.Json;
import dev.ombud.domain.GateVerdict;
import dev.ombud.domain.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A gate's verdict as what a brief is made of: its reasons and signals with their numbers, what
/// customers say, and the words that stand where no model's do. A brief has the id of its
/// evaluation. Stateless.
public final class GateMaterial {
  private static final int EXCERPTS_MOST = 10;

  private final GateEvaluation evaluation;
  private final List<Heard> themes;

  private GateMaterial(GateEvaluation evaluation) {
    this.evaluation = evaluation;
    this.themes = new ArrayList<>();
    if (evaluation.parts().get("themes") instanceof List<?> stored) {
      stored.forEach(each -> themes.add(Heard.of(each)));
    }
  }

  /// A pass needs no words.
  static List<BriefRequest> requests(GateEvaluation evaluation) {
    return evaluation.verdict() == GateVerdict.PASS
        ? List.of()
        : List.of(
            new BriefRequest(
                evaluation.id(),
                evaluation.at(),
                BriefKind.GATE_VERDICT,
                Optional.empty(),
                Optional.empty(),
                new GateMaterial(evaluation).severity(),
                evaluation.product(),
                Optional.of(Json.readMembers(Json.write(Map.of("gate", evaluation.gate())))),
                0));
  }

  /// @param excerpts of what customers wrote, masked, of the decisions that it rests on
  public static Material of(GateEvaluation evaluation, List<Excerpt> excerpts) {
    return new GateMaterial(evaluation)
        .material(excerpts.subList(0, Math.min(EXCERPTS_MOST, excerpts.size())));
  }

  private Material material(List<Excerpt> excerpts) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Verdict", evaluation.verdict().name()));
    facts.add(new Fact("Asked about", subject()));
    evaluation.reasons().forEach(reason -> facts.add(new Fact("Reason", reason)));
    evaluation.signals().forEach(signal -> facts.add(new Fact("Signal", signal)));
    themes.forEach(theme -> facts.add(new Fact("Theme", sentence(theme))));
    Set<String> names =
        new LinkedHashSet<>(List.of(evaluation.product(), evaluation.release(), evaluation.gate()));
    themes.forEach(theme -> names.add(theme.surface()));
    return new Material(
        BriefKind.GATE_VERDICT,
        Optional.empty(),
        Optional.empty(),
        evaluation.product(),
        severity(),
        facts,
        names,
        excerpts,
        new Content(sections(), excerpts.stream().map(Excerpt::id).toList()));
  }

  /// Of the gravest theme; where customers say nothing, as what a gate holds back is.
  private Severity severity() {
    return themes.stream()
        .map(Heard::severity)
        .min(Comparator.naturalOrder())
        .orElse(evaluation.verdict() == GateVerdict.BLOCK ? Severity.P2 : Severity.P3);
  }

  private String subject() {
    return "release %s of %s, before %s"
        .formatted(
            evaluation.release(),
            evaluation.product(),
            evaluation.stage().name().toLowerCase(Locale.ROOT));
  }

  private Map<String, List<String>> sections() {
    String reasons =
        String.join(" ", evaluation.reasons().stream().map(each -> each + ".").toList());
    String heard =
        themes.isEmpty()
            ? "Customers say nothing that stands on record."
            : String.join(" ", themes.stream().map(GateMaterial::sentence).toList());
    Map<String, List<String>> sections = new LinkedHashMap<>();
    put(sections, "summary", "Gate %s %s %s.".formatted(evaluation.gate(), verb(), subject()));
    put(sections, "impactedArea", heard);
    put(sections, "likelyCause", reasons);
    put(sections, "urgency", urgency());
    put(sections, "recommendedOwner", "Whoever releases %s.".formatted(evaluation.product()));
    put(sections, "nextStep", nextStep());
    put(
        sections,
        "engineering",
        reasons
            + " "
            + String.join(" ", evaluation.signals().stream().map(each -> each + ".").toList()));
    put(sections, "support", heard);
    put(sections, "product", "%s %s".formatted(urgency(), nextStep()));
    put(sections, "leadership", "Gate %s %s %s.".formatted(evaluation.gate(), verb(), subject()));
    return sections;
  }

  private static void put(Map<String, List<String>> sections, String name, String text) {
    sections.put(name, List.of(text.strip()));
  }

  private String verb() {
    return switch (evaluation.verdict()) {
      case BLOCK -> "holds back";
      case INSUFFICIENT -> "cannot judge";
      case WARN -> "lets through, with a warning,";
      case PASS -> "lets through";
    };
  }

  private String urgency() {
    return switch (evaluation.verdict()) {
      case BLOCK ->
          "The release waits until what holds it back is over, or a named approver overrides it.";
      case INSUFFICIENT -> "The release waits until enough is known.";
      case WARN, PASS -> "Nothing waits.";
    };
  }

  private String nextStep() {
    return switch (evaluation.verdict()) {
      case BLOCK -> "Mend what the reasons name, then ask the gate again.";
      case INSUFFICIENT -> "Send what is missing, then ask the gate again.";
      case WARN -> "Put what is known to be wrong into the release notes.";
      case PASS -> "Promote.";
    };
  }

  private static String sentence(Heard theme) {
    return "%d complaints about %s on %s (%s)."
        .formatted(
            theme.complaints(),
            theme.categories().isEmpty()
                ? theme.cluster()
                : String.join(", ", theme.categories()).replace('_', ' '),
            theme.surface(),
            theme.severity());
  }
}
