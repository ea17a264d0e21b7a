package dev.ombud.door.start;

import dev.ombud.act.connector.Digest;
import dev.ombud.act.effect.EffectStore;
import dev.ombud.act.effect.Effects;
import dev.ombud.act.outbox.Actions;
import dev.ombud.act.outbox.RetirementStore;
import dev.ombud.act.response.DigestFeed;
import dev.ombud.act.response.Drills;
import dev.ombud.act.response.Endings;
import dev.ombud.act.response.LogFeed;
import dev.ombud.act.response.NextTier;
import dev.ombud.act.review.Patience;
import dev.ombud.door.setting.Settings;
import dev.ombud.gate.deployment.Deployments;
import dev.ombud.publish.ruleset.ScenarioRun;
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
            base.database,
            reaching.stored,
            base.ids,
            base.clock,
            wake,
            new Endings(base.ids)::retried);
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
            name -> ScenarioRun.aggregate(publishing.sources.active(), name),
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
