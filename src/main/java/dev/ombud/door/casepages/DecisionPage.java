package dev.ombud.door.casepages;

import dev.ombud.act.words.ContextWords;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Paths;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.TableView;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.contract.DecisionWriter;
import dev.ombud.ground.contract.Withholding;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.LabelCorrection;
import dev.ombud.ground.domain.Progress;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.decision.TracedJudgement;
import dev.ombud.record.log.Proofs;
import dev.ombud.record.log.RecordKind;
import dev.ombud.record.replay.Explanation;
import dev.ombud.record.replay.ExplanationSummary;
import dev.ombud.record.replay.Explanations;
import dev.ombud.record.replay.Uninformed;
import dev.ombud.record.texts.MaskedText;
import dev.ombud.record.texts.Openings;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// One decision: what happened, what was done, and why. Thread-safe.
public final class DecisionPage {
  static final Set<Role> AUDITORS = EnumSet.of(Role.AUDITOR);
  static final Set<Role> REPLAYERS = EnumSet.of(Role.OWNER, Role.AUDITOR, Role.ADMIN);

  private final Decisions decisions;
  private final Explanations explanations;
  private final Openings openings;
  private final Proofs proofs;
  private final Timeline timeline;
  private final Function<UUID, Progress> progress;
  private final Function<UUID, List<LabelCorrection>> corrections;
  private final DecisionWriter writer = new DecisionWriter();

  DecisionPage(
      Decisions decisions,
      Explanations explanations,
      Openings openings,
      Proofs proofs,
      Timeline timeline,
      Function<UUID, Progress> progress,
      Function<UUID, List<LabelCorrection>> corrections) {
    this.progress = progress;
    this.corrections = corrections;
    this.decisions = decisions;
    this.explanations = explanations;
    this.openings = openings;
    this.proofs = proofs;
    this.timeline = timeline;
  }

  /// @param outcome what was decided, in a sentence or two
  /// @param doubts why the explanation may not be one of this record
  /// @param corrections what people say is wrong about the labels
  /// @param texts nothing for those who may not read them
  /// @param context what else is known of it; ids are masked
  public record View(
      DecisionLine line,
      String outcome,
      String priority,
      Affected affected,
      List<Why> reasons,
      List<String> actions,
      List<String> heldBack,
      List<String> doubts,
      List<String> corrections,
      List<TableView> tables,
      List<Inputs.Line> inputs,
      Optional<List<Text>> texts,
      List<Fact> context,
      List<Link> links,
      List<Timeline.Moment> moments,
      Optional<Proof> proof,
      List<Fact> facts,
      Optional<String> incident,
      boolean mayOpen,
      boolean mayReplay) {}

  /// A coded reason.
  public record Why(String code, String meaning, String detail) {}

  /// @param parts the text, with what in it tells something
  /// @param state `masked`, `erased` or `cannot be read`
  public record Text(String id, List<TextPart> parts, String masked, String state) {
    static Text of(MaskedText text, Aggregate aggregate) {
      return new Text(
          text.evidenceId().orElse(text.path()) + filed(text, aggregate),
          parts(text, aggregate),
          text.masked().isEmpty()
              ? "nothing had to be masked"
              : "masked: " + String.join(", ", text.masked()),
          text.text().isPresent()
              ? ""
              : text.erasedAt().map(at -> "erased " + PageWords.time(at)).orElse("cannot be read"));
    }

    /// A masked text, with what in it tells something.
    public static List<TextPart> parts(MaskedText text, Aggregate aggregate) {
      return TextPart.of(
          text.text().orElse(""),
          text.piece(aggregate).map(Aggregate.Evidence::spans).orElse(List.of()));
    }

    /// What it was filed under, to stand behind its id.
    public static String filed(MaskedText text, Aggregate aggregate) {
      List<String> labels = text.piece(aggregate).map(Aggregate.Evidence::labels).orElse(List.of());
      return labels.isEmpty() ? "" : ", filed under " + String.join(", ", labels);
    }
  }

  /// Out of the service; `https` alone.
  public record Link(String text, String address) {}

  public record Proof(String state, String detail) {}

  public record Fact(String label, String value) {}

  Response show(Visit visit) {
    UUID id = Paths.id(visit.request(), "decision");
    Uninformed.Shown shown = shown(visit, id);
    StoredDecision stored = shown.stored();
    Explanation full = explanations.explain(id);
    Explanation explanation =
        Withholding.isFor(visit.caller().roles()) ? Uninformed.explanation(full) : full;
    return visit.page(
        Section.DECISIONS,
        DecisionLine.of(stored).title(),
        "decision/decision.jte",
        view(visit, shown, explanation));
  }

  /// Whoever posted it knows it already.
  private Uninformed.Shown shown(Visit visit, UUID id) {
    StoredDecision stored = decisions.find(id).orElseThrow(() -> Paths.missing("decision", id));
    boolean isOwn = stored.decision().caller().equals(visit.caller().name());
    return Uninformed.decision(stored, !isOwn && Withholding.isFor(visit.caller().roles()));
  }

  private View view(Visit visit, Uninformed.Shown shown, Explanation explanation) {
    StoredDecision stored = shown.stored();
    Decision decision = stored.decision();
    Judgement judgement = decision.judgement();
    boolean isAuditor = visit.may(AUDITORS);
    Aggregate aggregate = DecisionLine.aggregate(stored);
    return new View(
        DecisionLine.of(stored),
        ExplanationSummary.outcome(explanation.row()),
        PageWords.decimal(judgement.priority()),
        Affected.of(aggregate, !shown.withheld().isEmpty()),
        judgement.reasons().stream()
            .map(reason ->
                new Why(
                    reason.code().name(),
                    PageWords.sentence(reason.code().meaning()),
                    PageWords.sentence(reason.detail())))
            .toList(),
        judgement.actions().stream().map(ExplanationSummary::action).toList(),
        heldBack(explanation),
        doubts(explanation),
        explanation.corrections().stream().map(ExplanationSummary::correction).toList(),
        explanation.traced().map(TracedJudgement::traces).orElse(List.of()).stream()
            .map(TableView::of)
            .toList(),
        Inputs.of(shown),
        isAuditor
            ? openings
                .masked(decision.decisionId())
                .map(texts -> texts.stream().map(text -> Text.of(text, aggregate)).toList())
            : Optional.empty(),
        context(aggregate),
        links(aggregate),
        timeline.of(visit, stored),
        isAuditor ? Optional.of(proof(decision.decisionId())) : Optional.empty(),
        facts(stored),
        Optional.ofNullable(decision.incidentId()).map(UUID::toString),
        isAuditor,
        visit.may(REPLAYERS));
  }

  /// What stands around the complaints.
  public static List<Fact> context(Aggregate aggregate) {
    return ContextWords.facts(aggregate).stream()
        .map(fact -> new Fact(fact.name(), fact.text()))
        .toList();
  }

  /// Where more can be seen.
  public static List<Link> links(Aggregate aggregate) {
    return ContextWords.links(aggregate).stream()
        .map(link -> new Link(link.text(), link.address().toString()))
        .toList();
  }

  private static List<String> heldBack(Explanation explanation) {
    return explanation.guardrails().stream().map(ExplanationSummary::guardrail).toList();
  }

  private static List<String> doubts(Explanation explanation) {
    List<String> doubts =
        new java.util.ArrayList<>(
            explanation.problems().stream().map(PageWords::sentence).toList());
    explanation
        .differences()
        .forEach(difference ->
            doubts.add(
                "The record says `%s` for %s, judging again says `%s`."
                    .formatted(difference.stored(), difference.field(), difference.recomputed())));
    return doubts;
  }

  private Proof proof(UUID id) {
    return proofs
        .find(RecordKind.DECISION, id)
        .flatMap(Proofs.Proven::place)
        .map(place ->
            new Proof(
                "Sealed as leaf %s of the log".formatted(PageWords.number(place.index())),
                "%s lead from it to the checkpoint of %s"
                    .formatted(
                        PageWords.count(place.hashes().size(), "hash").replace("hashs", "hashes"),
                        PageWords.count(place.checkpoint().checkpoint().size(), "leaf")
                            .replace("leafs", "leaves"))))
        .orElse(
            new Proof(
                "Not sealed yet", "a checkpoint is signed about once a second: load it again"));
  }

  private static List<Fact> facts(StoredDecision stored) {
    Decision decision = stored.decision();
    return List.of(
        new Fact("Decision", decision.decisionId().toString()),
        new Fact("Aggregate", decision.aggregate().aggregateId()),
        new Fact("Revision", String.valueOf(decision.aggregate().revision())),
        new Fact("Ruleset", "version " + decision.ruleset().version()),
        new Fact("Ruleset digest", decision.ruleset().digest()),
        new Fact("Posted by", decision.caller()),
        new Fact("Trace", decision.traceId()),
        new Fact("Engine", stored.engineVersion()));
  }

  /// All that is on record, as the API has it.
  Response json(Visit visit) {
    UUID id = Paths.id(visit.request(), "decision");
    Uninformed.Shown shown = shown(visit, id);
    StoredDecision stored = shown.stored();
    return Response.json(
        200,
        writer.writeDetail(
            stored.decision(),
            progress.apply(id),
            stored.aggregateJson(),
            stored.digest(),
            stored.context(),
            stored.engineVersion(),
            corrections.apply(id),
            shown.withheld()));
  }
}
