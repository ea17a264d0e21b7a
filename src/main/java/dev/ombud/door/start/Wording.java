package dev.ombud.door.start;

import dev.ombud.act.brief.BriefWorker;
import dev.ombud.act.brief.BriefWriter;
import dev.ombud.act.brief.Briefing;
import dev.ombud.act.brief.OpenAiConnector;
import dev.ombud.act.brief.Prompts;
import dev.ombud.act.outcome.LabelSamples;
import dev.ombud.act.words.AnswerVault;
import dev.ombud.act.words.Briefs;
import dev.ombud.act.words.DecisionMaterial;
import dev.ombud.act.words.DigestMaterial;
import dev.ombud.act.words.DigestWords;
import dev.ombud.act.words.TicketWords;
import dev.ombud.door.setting.Settings;
import dev.ombud.gate.evaluation.ReleaseDrafts;

/// All that puts things into words: the model, the worker, and what people ask of briefs.
final class Wording {
  final Briefs briefs;
  final DecisionMaterial materials;
  final Briefing briefing;
  final ReleaseDrafts notes;
  final TicketWords tickets;
  final DigestWords days;
  final LabelSamples labels;
  final BriefWorker worker;

  Wording(Base base, Recording recording, Deciding deciding, Gating gating, Started started) {
    Settings settings = base.settings;
    AnswerVault answers = new AnswerVault(recording.vault);
    briefs = new Briefs(settings.address());
    materials = new DecisionMaterial(deciding.pipeline::find, recording.texts::texts, briefs);
    DigestMaterial digests =
        new DigestMaterial(
            deciding.search,
            deciding.counts,
            deciding.pipeline,
            recording.texts::texts,
            settings.address());
    briefing = new Briefing(base.database, answers, base.ids);
    notes =
        new ReleaseDrafts(
            base.database, briefing, evaluation -> BriefSource.excerpts(evaluation, materials));
    tickets = new TicketWords(briefing::find);
    days = new DigestWords(briefing, digests, base.clock);
    labels = new LabelSamples(base.database, base.ids);
    worker =
        started.add(
            new BriefWorker(
                    base.outbox,
                    new BriefSource(materials, digests, gating.gates, notes),
                    settings.briefing()::isWorthAsking,
                    writer(settings),
                    settings.briefing().budget(),
                    answers,
                    base.meters.briefs(),
                    base.ids,
                    base.clock)
                .start());
  }

  private static BriefWriter writer(Settings settings) {
    return settings
        .briefing()
        .model()
        .map(config ->
            BriefWriter.asking(
                new OpenAiConnector(config), Prompts.read(settings.home().resolve("prompts"))))
        .orElseGet(BriefWriter::withoutModel);
  }
}
