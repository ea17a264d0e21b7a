package dev.ombud.app;

import dev.ombud.action.Actions;
import dev.ombud.action.RetirementStore;
import dev.ombud.action.connector.Digest;
import dev.ombud.gate.Deployments;
import dev.ombud.response.DigestFeed;
import dev.ombud.response.Drills;
import dev.ombud.response.EffectStore;
import dev.ombud.response.Effects;
import dev.ombud.response.Endings;
import dev.ombud.response.LogFeed;
import dev.ombud.response.NextTier;
import dev.ombud.review.Patience;
import dev.ombud.ruleset.ScenarioRun;
import java.util.Optional;

/// All that acts on decisions besides the outbox: people, and whoever looks what came of it.
final class Acting {
  final Actions actions;
  final Effects effects;
  final EffectStore effectStore;
  final Drills drills;
  final LogFeed log;
  final DigestFeed digest;
  final RetirementStore retirement;
  final Optional<Deployments> deployments;

  Acting(
      Base base,
      Publishing publishing,
      Deciding deciding,
      Gating gating,
      Wording wording,
      Reaching reaching) {
    Settings settings = base.settings;
    Patience patience = settings.reviewing().patience();
    Runnable wake = deciding.due::raise;
    actions =
        new Actions(
            base.database, reaching.stored, base.ids, base.clock, wake, new Endings(base.ids)::retried);
    effectStore = new EffectStore(base.database);
    effects =
        new Effects(
            effectStore,
            reaching.orders,
            deciding.pipeline,
            deciding.search,
            publishing.switching,
            new NextTier(reaching.stored, reaching.told, base.ids, patience, deciding.obstacles),
            base.ids,
            Effects.USUAL_WINDOW,
            wake);
    drills =
        new Drills(
            deciding.pipeline,
            deciding.intake,
            name ->
                ScenarioRun.aggregate(
                    publishing.rulesets.parts(publishing.rulesets.active().version()), name),
            reaching.stored,
            deciding.reviews,
            deciding.progress,
            reaching.orders,
            base.clock);
    log =
        new LogFeed(
            base.database,
            deciding.pipeline,
            reaching.orders,
            deciding.reviews,
            settings.targets(),
            Optional.of(wording.tickets).filter(_ -> settings.briefing().inTickets()),
            base.clock,
            wake);
    digest =
        new DigestFeed(
            reaching.stored,
            reaching.connectors,
            new Digest(base.outbox, reaching.connectors, base.clock),
            reaching.orders,
            wording.days::of);
    retirement = new RetirementStore(base.database);
    deployments = deployments(base, gating, reaching);
  }

  private static Optional<Deployments> deployments(Base base, Gating gating, Reaching reaching) {
    return base.settings
        .gitHub()
        .map(_ ->
            new Deployments(
                base.outbox,
                gating.gates,
                reaching.connectors.protectionRules(),
                base.ids,
                base.settings.address()));
  }
}
