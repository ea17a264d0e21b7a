package dev.ombud.door.start;

import dev.ombud.act.brief.Brief;
import dev.ombud.act.brief.BriefKind;
import dev.ombud.act.brief.BriefMarkdownWriter;
import dev.ombud.act.brief.Briefing;
import dev.ombud.act.brief.Content;
import dev.ombud.act.brief.Form;
import dev.ombud.act.brief.Material;
import dev.ombud.door.recordpages.NotesDesk;
import dev.ombud.gate.evaluation.GateEvaluation;
import dev.ombud.gate.evaluation.Gates;
import dev.ombud.gate.evaluation.ReleaseDrafts;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The drafts of release notes as the console shows them. Thread-safe.
record NotesShelf(Gates gates, ReleaseDrafts drafts, Briefing briefing) implements NotesDesk {
  private static final Form FORM = BriefKind.RELEASE_NOTES.form();

  /// Of the newest evaluation that lets the release go on, else of the newest.
  @Override
  public Optional<Draft> about(String product, String release, boolean isUninformed) {
    List<GateEvaluation> asked = gates.about(product, release);
    return asked.stream()
        .filter(GateEvaluation::isSafe)
        .findFirst()
        .or(() -> asked.stream().findFirst())
        .map(evaluation ->
            drafts
                .find(evaluation)
                .map(brief -> draft(isUninformed ? brief.withoutEvidence() : brief))
                .orElseGet(() -> draft(evaluation, isUninformed)));
  }

  private static Draft draft(Brief brief) {
    return new Draft(
        Optional.of(brief.id()),
        brief.product(),
        BriefMarkdownWriter.source(brief),
        brief.verdict().isPresent(),
        brief.verdict().flatMap(Brief.Verdict::text),
        parts(brief.content()),
        evidence(brief.content()),
        BriefMarkdownWriter.write(brief),
        BriefMarkdownWriter.body(FORM, brief.content()));
  }

  private Draft draft(GateEvaluation evaluation, boolean isUninformed) {
    Material whole = drafts.material(evaluation);
    Material material = isUninformed ? whole.withoutEvidence() : whole;
    String why =
        evaluation.isSafe()
            ? "it is being written"
            : "the gate does not let it go on, so nothing is on record yet";
    return new Draft(
        Optional.empty(),
        evaluation.product(),
        BriefMarkdownWriter.template(why),
        false,
        Optional.empty(),
        parts(material.template()),
        evidence(material.template()),
        BriefMarkdownWriter.write(material, why),
        BriefMarkdownWriter.body(FORM, material.template()));
  }

  private static List<Part> parts(Content content) {
    return FORM.sections().stream()
        .map(section ->
            new Part(
                section.heading(),
                section.isList(),
                content.sections().getOrDefault(section.name(), List.of())))
        .toList();
  }

  private static String evidence(Content content) {
    return content.evidence().isEmpty() ? "none" : String.join(", ", content.evidence());
  }

  @Override
  public void judge(UUID id, String verdict, String by, String reason, Optional<String> text) {
    briefing.judge(id, Brief.Opinion.valueOf(verdict), by, reason, text);
  }
}
