package dev.ombud.app;

import dev.ombud.action.DueSignal;
import dev.ombud.action.OpenedTicketStore;
import dev.ombud.decision.DecisionPipeline;
import dev.ombud.decision.Intake;
import dev.ombud.inquiry.Explanations;
import dev.ombud.inquiry.FacetCount;
import dev.ombud.inquiry.PresentStore;
import dev.ombud.inquiry.Search;
import dev.ombud.inquiry.Trails;
import dev.ombud.response.Briefed;
import dev.ombud.response.DueWatcher;
import dev.ombud.response.Obstacles;
import dev.ombud.response.ProgressStore;
import dev.ombud.response.ReleaseStore;
import dev.ombud.response.Responder;
import dev.ombud.review.Corrections;
import dev.ombud.review.Outcomes;
import dev.ombud.review.Overrides;
import dev.ombud.review.Patience;
import dev.ombud.review.Reviews;

/// Decisions: how they are made, what people are asked and say about them, and how they are found.
final class Deciding {
  final DueSignal due;
  final Obstacles obstacles;
  final Intake intake;
  final DecisionPipeline pipeline;
  final ProgressStore progress;
  final Corrections corrections;
  final Reviews reviews;
  final Overrides overrides;
  final Outcomes outcomes;
  final Search search;
  final PresentStore present;
  final FacetCount counts;
  final Trails trails;
  final Explanations explanations;

  Deciding(Base base, Recording recording, Publishing publishing, Started started) {
    Settings settings = base.settings;
    Patience patience = settings.reviewing().patience();
    due = new DueSignal();
    obstacles = new Obstacles(settings.targets());
    intake = new Intake(recording.masking, recording.vault::seal);
    pipeline =
        started.add(
            new DecisionPipeline(
                base.database,
                publishing.switching,
                base.ids,
                base.meters,
                new DueWatcher(due).andThen(publishing.shadows).andThen(publishing.replayer),
                new Briefed(
                    new Responder(base.ids, patience, obstacles),
                    base.ids,
                    settings.briefing().severities()),
                recording.vault,
                new DecisionPipeline.Config(
                    Publishing.LANES, settings.queueCapacity(), Version.engine())));
    progress = new ProgressStore(base.database);
    corrections =
        new Corrections(
            base.database,
            base.ids,
            id ->
                pipeline
                    .find(id)
                    .map(stored ->
                        Corrections.Decided.of(
                            stored.aggregate(), stored.decision().judgement())),
            Corrections.LabelWords.of(() -> publishing.switching.get().compiled().lexicon()));
    reviews =
        new Reviews(
            base.database, base.ids, patience, new ReleaseStore(base.ids, base.clock, due::raise));
    base.meters.watchReviews(() -> base.vital.during(reviews::openCount));
    overrides = new Overrides(base.database, base.ids, settings.reviewing().longestOverride());
    outcomes =
        new Outcomes(base.database, base.ids, new OpenedTicketStore(base.database)::incident);
    search = new Search(base.database, pipeline);
    present = new PresentStore(base.database);
    counts = new FacetCount(base.database);
    trails = new Trails(base.database, pipeline, recording.texts, recording.audit);
    explanations =
        new Explanations(
            base.database, publishing.sources, publishing.replayed, corrections::of);
  }
}
