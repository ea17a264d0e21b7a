package dev.ombud.door.start;

import dev.ombud.act.outbox.DueSignal;
import dev.ombud.act.outbox.OpenedTicketStore;
import dev.ombud.act.outcome.Corrections;
import dev.ombud.act.outcome.Outcomes;
import dev.ombud.act.response.DueWatcher;
import dev.ombud.act.response.Obstacles;
import dev.ombud.act.response.ProgressStore;
import dev.ombud.act.response.ReleaseStore;
import dev.ombud.act.response.Responder;
import dev.ombud.act.review.Overrides;
import dev.ombud.act.review.Patience;
import dev.ombud.act.review.Reviews;
import dev.ombud.act.words.Briefed;
import dev.ombud.door.command.Version;
import dev.ombud.door.setting.Settings;
import dev.ombud.record.decision.DecisionPipeline;
import dev.ombud.record.decision.Intake;
import dev.ombud.record.replay.Explanations;
import dev.ombud.record.search.DecisionSearch;
import dev.ombud.record.search.FacetCount;
import dev.ombud.record.search.PresentStore;
import dev.ombud.record.search.Trails;

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
  final DecisionSearch search;
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
                        Corrections.Decided.of(stored.aggregate(), stored.decision().judgement())),
            Corrections.LabelWords.of(() -> publishing.switching.get().compiled().lexicon()));
    reviews =
        new Reviews(
            base.database, base.ids, patience, new ReleaseStore(base.ids, base.clock, due::raise));
    base.meters.watchReviews(() -> base.vital.during(reviews::openCount));
    overrides = new Overrides(base.database, base.ids, settings.reviewing().longestOverride());
    outcomes =
        new Outcomes(base.database, base.ids, new OpenedTicketStore(base.database)::incident);
    search = new DecisionSearch(base.database, pipeline);
    present = new PresentStore(base.database);
    counts = new FacetCount(base.database);
    trails = new Trails(base.database, pipeline, recording.texts, recording.audit);
    explanations =
        new Explanations(base.database, publishing.sources, publishing.replayed, corrections::of);
  }
}
