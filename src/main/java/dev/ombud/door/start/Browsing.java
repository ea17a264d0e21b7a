package dev.ombud.door.start;

import dev.ombud.door.casepages.DecisionPageRoutes;
import dev.ombud.door.casepages.Health;
import dev.ombud.door.casepages.NowRoutes;
import dev.ombud.door.casepages.Pulse;
import dev.ombud.door.casepages.ReviewPageRoutes;
import dev.ombud.door.casepages.ReviewShowPage;
import dev.ombud.door.console.Entrance;
import dev.ombud.door.identity.Provider;
import dev.ombud.door.identity.RefusalLog;
import dev.ombud.door.identity.SessionStore;
import dev.ombud.door.recordpages.AccessRoutes;
import dev.ombud.door.recordpages.AuditPageRoutes;
import dev.ombud.door.recordpages.FlagPageRoutes;
import dev.ombud.door.recordpages.ReleaseRoutes;
import dev.ombud.door.tablepages.TablesRoutes;
import dev.ombud.door.tablepages.TrialRoutes;
import dev.ombud.door.web.Route;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.database.Pool;
import dev.ombud.ground.database.Trouble;
import dev.ombud.ground.domain.Context;
import dev.ombud.record.decision.Judge;
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
                DecisionPageRoutes.routes(
                    entrance, decisions(recording, publishing, deciding, acting)),
                ReviewPageRoutes.routes(entrance, reviews(recording, deciding), clock),
                FlagPageRoutes.routes(entrance, flagging.registry, flagging.lifting),
                Serving.heavy(audit(recording)),
                Serving.heavy(tables(base, publishing, deciding)),
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
    return AuditPageRoutes.routes(
        entrance,
        recording.proofs,
        recording.audit,
        recording.exports,
        recording.jobs,
        recording.verifications);
  }

  private static DecisionPageRoutes.Parts decisions(
      Recording recording, Publishing publishing, Deciding deciding, Acting acting) {
    return new DecisionPageRoutes.Parts(
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
