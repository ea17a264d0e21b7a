package dev.ombud.app;

import dev.ombud.action.ActionStore;
import dev.ombud.action.Actions;
import dev.ombud.action.Automation;
import dev.ombud.action.Outbox;
import dev.ombud.action.RetirementStore;
import dev.ombud.action.ToldStore;
import dev.ombud.action.connector.Connectors;
import dev.ombud.action.connector.Digest;
import dev.ombud.gate.Deployments;
import dev.ombud.response.DigestFeed;
import dev.ombud.response.Dispatch;
import dev.ombud.response.Drills;
import dev.ombud.response.EffectStore;
import dev.ombud.response.Effects;
import dev.ombud.response.Endings;
import dev.ombud.response.Lifts;
import dev.ombud.response.LogFeed;
import dev.ombud.response.NextTier;
import dev.ombud.response.Orders;
import dev.ombud.response.ReviewNotice;
import dev.ombud.response.Sandbox;
import dev.ombud.review.Patience;
import dev.ombud.ruleset.ScenarioRun;
import java.util.Optional;

/// All that acts on decisions: connectors, the outbox, and whoever looks what came of it.
final class Acting {
  final ActionStore stored;
  final Actions actions;
  final Automation automation;
  final Outbox outbox;
  final Effects effects;
  final EffectStore effectStore;
  final Drills drills;
  final LogFeed log;
  final DigestFeed digest;
  final RetirementStore retirement;
  final Optional<Deployments> deployments;

  Acting(
      Base base,
      Recording recording,
      Publishing publishing,
      Deciding deciding,
      Gating gating,
      Wording wording,
      Flagging flagging,
      Started started) {
    Settings settings = base.settings;
    Patience patience = settings.reviewing().patience();
    Runnable wake = deciding.due::raise;
    stored = new ActionStore(base.database);
    actions =
        new Actions(
            base.database, stored, base.ids, base.clock, wake, new Endings(base.ids)::retried);
    automation =
        new Automation(
            base.database, base.ids, base.clock, settings.automaticActionsPerHour());
    Orders orders =
        new Orders(
            deciding.pipeline::find,
            recording.texts::texts,
            deciding.corrections::of,
            wording.briefs);
    Connectors connectors =
        new Connectors(
            settings.targets(),
            base.outbound,
            base.outbox,
            base.clock,
            new ReviewNotice(deciding.reviews, settings.address()));
    ToldStore told = new ToldStore(base.database);
    Dispatch dispatch =
        new Dispatch(
            flagging.connector,
            flagging.registry,
            connectors,
            deciding.overrides,
            deciding.reviews,
            new Sandbox(),
            orders,
            stored,
            wording.tickets,
            told,
            new Lifts(
                base.database,
                told,
                flagging.connector,
                orders,
                base.ids,
                patience,
                deciding.obstacles));
    outbox =
        started.add(
            new Outbox(
                    base.outbox,
                    stored,
                    deciding.due,
                    automation,
                    dispatch::target,
                    orders::of,
                    base.ids,
                    base.clock,
                    Outbox.Config.USUAL)
                .start());
    effectStore = new EffectStore(base.database);
    effects =
        new Effects(
            effectStore,
            orders,
            deciding.pipeline,
            deciding.search,
            publishing.switching,
            new NextTier(stored, told, base.ids, patience, deciding.obstacles),
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
            stored,
            deciding.reviews,
            deciding.progress,
            orders,
            base.clock);
    log =
        new LogFeed(
            base.database,
            deciding.pipeline,
            orders,
            deciding.reviews,
            settings.targets(),
            Optional.of(wording.tickets).filter(_ -> settings.briefing().inTickets()),
            base.clock,
            wake);
    digest =
        new DigestFeed(
            stored,
            connectors,
            new Digest(base.outbox, connectors, base.clock),
            orders,
            wording.days);
    retirement = new RetirementStore(base.database);
    deployments =
        settings
            .gitHub()
            .map(_ ->
                new Deployments(
                    base.outbox,
                    gating.gates,
                    connectors.protectionRules(),
                    base.ids,
                    settings.address()));
  }
}
