package dev.ombud.gate.evaluation;

import dev.ombud.act.brief.Brief;
import dev.ombud.act.brief.BriefRequest;
import dev.ombud.act.brief.Briefing;
import dev.ombud.act.brief.Material;
import dev.ombud.act.brief.Material.Excerpt;
import dev.ombud.act.brief.NotesRequest;
import dev.ombud.decide.gate.ProductFeedback;
import dev.ombud.gate.feedback.EarlierStore;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// The drafts of release notes: what an evaluation comes to for those who release. Thread-safe.
///
/// Evaluations that say the same but for their numbers share one draft, as pipelines ask a gate
/// again and again.
public final class ReleaseDrafts {
  /// How far back customers' complaints count as a pain that may be over.
  private static final Duration REMEMBERED = Duration.ofDays(30);

  private final EarlierStore earlier;
  private final Briefing briefing;
  private final Function<GateEvaluation, List<Excerpt>> excerpts;

  /// @param excerpts of what customers wrote, masked, of the decisions that it rests on
  public ReleaseDrafts(
      Database database, Briefing briefing, Function<GateEvaluation, List<Excerpt>> excerpts) {
    this.earlier = new EarlierStore(database);
    this.briefing = briefing;
    this.excerpts = excerpts;
  }

  /// What there is to say, from the record, and the words of the template.
  public Material material(GateEvaluation evaluation) {
    GateNotes notes = new GateNotes(evaluation);
    Instant listened = evaluation.at().minus(ProductFeedback.WINDOW);
    return notes
        .of(
            earlier.heard(
                new EarlierStore.Span(
                    evaluation.product(),
                    notes.surfaces(),
                    evaluation.at().minus(REMEMBERED),
                    listened,
                    evaluation.at())))
        .material(excerpts.apply(evaluation));
  }

  /// The draft that is on record.
  public Optional<Brief> find(GateEvaluation evaluation) {
    return briefing.notes(asked(evaluation, new GateNotes(evaluation)));
  }

  /// Has a draft written; the id that it will have, or has where it was asked for before.
  public UUID ask(GateEvaluation evaluation) {
    GateNotes notes = new GateNotes(evaluation);
    NotesRequest asked = asked(evaluation, notes);
    return briefing.requestNotes(request(evaluation, notes, asked), asked);
  }

  static BriefRequest request(GateEvaluation evaluation) {
    GateNotes notes = new GateNotes(evaluation);
    return request(evaluation, notes, asked(evaluation, notes));
  }

  private static BriefRequest request(
      GateEvaluation evaluation, GateNotes notes, NotesRequest asked) {
    return asked.request(
        TimeIds.at(evaluation.at()), evaluation.at(), notes.of(List.of()).severity());
  }

  private static NotesRequest asked(GateEvaluation evaluation, GateNotes notes) {
    return new NotesRequest(
        evaluation.product(), evaluation.release(), evaluation.id(), notes.gist());
  }
}
