package dev.ombud.door.start;

import dev.ombud.act.connector.Connectors;
import dev.ombud.act.outbox.ActionStore;
import dev.ombud.act.outbox.Automation;
import dev.ombud.act.outbox.Outbox;
import dev.ombud.act.outbox.ToldStore;
import dev.ombud.act.response.Dispatch;
import dev.ombud.act.response.Lifts;
import dev.ombud.act.words.Orders;
import dev.ombud.act.words.ReviewNotice;
import dev.ombud.act.words.Sandbox;
import dev.ombud.door.setting.Settings;

/// How actions are carried out: orders, connectors, and the outbox with its workers.
final class Reaching {
  final ActionStore stored;
  final Automation automation;
  final Orders orders;
  final Connectors connectors;
  final ToldStore told;
  final Outbox outbox;

  Reaching(
      Base base,
      Recording recording,
      Deciding deciding,
      Wording wording,
      Flagging flagging,
      Started started) {
    Settings settings = base.settings;
    stored = new ActionStore(base.database);
    automation =
        new Automation(base.database, base.ids, base.clock, settings.automaticActionsPerHour());
    orders =
        new Orders(
            deciding.pipeline::find,
            recording.texts::texts,
            deciding.corrections::of,
            wording.briefs);
    connectors =
        new Connectors(
            settings.targets(),
            base.outbound,
            base.outbox,
            base.clock,
            new ReviewNotice(deciding.reviews, settings.address()));
    told = new ToldStore(base.database);
    Dispatch dispatch = dispatch(base, deciding, wording, flagging);
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
  }

  private Dispatch dispatch(Base base, Deciding deciding, Wording wording, Flagging flagging) {
    return new Dispatch(
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
            base.settings.reviewing().patience(),
            deciding.obstacles));
  }
}
