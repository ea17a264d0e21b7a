package dev.ombud.app;

import dev.ombud.console.Entrance;
import dev.ombud.console.access.AccessRoutes;
import dev.ombud.console.audit.AuditRoutes;
import dev.ombud.console.decision.DecisionRoutes;
import dev.ombud.console.flag.FlagRoutes;
import dev.ombud.console.now.Health;
import dev.ombud.console.now.NowRoutes;
import dev.ombud.console.now.Pulse;
import dev.ombud.console.releases.ReleaseRoutes;
import dev.ombud.console.review.ReviewRoutes;
import dev.ombud.console.review.ReviewShowPage;
import dev.ombud.console.tables.TablesRoutes;
import dev.ombud.console.trial.TrialRoutes;
import dev.ombud.database.Database;
import dev.ombud.database.Pool;
import dev.ombud.database.Trouble;
import dev.ombud.decision.Judge;
import dev.ombud.domain.Context;
import dev.ombud.identity.Provider;
import dev.ombud.identity.RefusalLog;
import dev.ombud.identity.SessionStore;
import dev.ombud.web.Route;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The door for people: who they are, and the pages and forms of the console.
final class Browsing {
  final SessionStore sessions;
  final Optional<Provider> provider;
  final RefusalLog refusals;
  final Entrance entrance;
  final Pulse pulse;
  final Health health;
  final List<Route> routes;

  Browsing(
      Base base,
      Recording recording,
      Publishing publishing,
      Deciding deciding,
      Gating gating,
      Wording wording,
      Flagging flagging,
      Reaching reaching,
      Acting acting,
      Serving serving) {
    Clock clock = base.clock;
    Database open = base.database.of(Pool.OPEN);
    sessions = new SessionStore(open, base.ids, base.settings.sessions());
    provider = base.settings.provider().map(each -> new Provider(each, base.outside, clock));
    provider.ifPresent(each -> Thread.startVirtualThread(each::probe));
    refusals = new RefusalLog(open, recording.audit, base.ids, clock);
    entrance = new Entrance(serving.access, sessions, clock, base.settings.isHttps());
    pulse = new Pulse(deciding.present, deciding.search, deciding.reviews, clock);
    health =
        new Health(
            () -> base.probe.trouble().map(Trouble::sentence),
            recording.sealer,
            reaching.stored,
            recording.audit,
            clock);
    routes =
        Stream.of(
                entrance.ownRoutes(serving.access, sessions, provider, refusals),
                NowRoutes.routes(entrance, pulse, health, reaching.automation, clock),
                DecisionRoutes.routes(
                    entrance, decisions(recording, publishing, deciding, acting)),
                ReviewRoutes.routes(entrance, reviews(recording, deciding), clock),
                FlagRoutes.routes(entrance, flagging.registry, flagging.lifting),
                Serving.heavy(audit(recording)),
                Serving.heavy(
                    tables(base, publishing, deciding)),
                AccessRoutes.routes(entrance, serving.issuance, clock),
                ReleaseRoutes.routes(
                    entrance,
                    deciding.search,
                    deciding.counts,
                    acting.actions,
                    recording.audit,
                    new GateShelf(gating.gates),
                    new NotesShelf(gating.gates, wording.notes, wording.briefing),
                    clock),
                trial(base, publishing, deciding))
            .flatMap(Collection::stream)
            .toList();
  }

  private List<Route> tables(Base base, Publishing publishing, Deciding deciding) {
    return TablesRoutes.routes(
        entrance,
        publishing.drafts,
        publishing.rulesets,
        publishing.backtests,
        deciding.counts,
        publishing.refusedUploads,
        base.clock);
  }

  /// By the ruleset that decides now, without a record.
  private List<Route> trial(Base base, Publishing publishing, Deciding deciding) {
    return TrialRoutes.routes(
        entrance,
        tried ->
            Judge.trace(
                publishing.switching.get().compiled(),
                tried.aggregate(),
                Context.NONE.with(tried.masking()),
                base.clock.instant()),
        deciding.intake,
        deciding.pipeline,
        base.clock);
  }

  private List<Route> audit(Recording recording) {
    return AuditRoutes.routes(
        entrance,
        recording.proofs,
        recording.audit,
        recording.exports,
        recording.jobs,
        recording.verifications);
  }

  private static DecisionRoutes.Parts decisions(
      Recording recording, Publishing publishing, Deciding deciding, Acting acting) {
    return new DecisionRoutes.Parts(
        deciding.search,
        deciding.counts,
        deciding.pipeline,
        deciding.explanations,
        publishing.replays,
        recording.openings,
        recording.proofs,
        acting.actions,
        recording.audit,
        acting.effectStore,
        deciding.progress,
        deciding.corrections);
  }

  private static ReviewShowPage.Parts reviews(Recording recording, Deciding deciding) {
    return new ReviewShowPage.Parts(
        deciding.reviews,
        deciding.corrections,
        deciding.outcomes,
        deciding.pipeline,
        recording.texts::texts);
  }
}
