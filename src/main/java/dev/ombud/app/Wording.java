package dev.ombud.app;

import dev.ombud.briefing.BriefWorker;
import dev.ombud.briefing.BriefWriter;
import dev.ombud.briefing.Briefing;
import dev.ombud.briefing.Labels;
import dev.ombud.briefing.OpenAiConnector;
import dev.ombud.briefing.Prompts;
import dev.ombud.gate.ReleaseDrafts;
import dev.ombud.response.AnswerVault;
import dev.ombud.response.Briefs;
import dev.ombud.response.DecisionMaterial;
import dev.ombud.response.DigestMaterial;
import dev.ombud.response.DigestWords;
import dev.ombud.response.TicketWords;

/// All that puts things into words: the model, the worker, and what people ask of briefs.
final class Wording {
  final Briefs briefs;
  final DecisionMaterial materials;
  final Briefing briefing;
  final ReleaseDrafts notes;
  final TicketWords tickets;
  final DigestWords days;
  final Labels labels;
  final BriefWorker worker;

  Wording(Base base, Recording recording, Deciding deciding, Gating gating, Started started) {
    Settings settings = base.settings;
    AnswerVault answers = new AnswerVault(recording.vault);
    briefs = new Briefs(settings.address());
    materials =
        new DecisionMaterial(deciding.pipeline::find, recording.texts::texts, briefs);
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
            base.database,
            briefing,
            evaluation -> BriefSource.excerpts(evaluation, materials));
    tickets = new TicketWords(briefing::find);
    days = new DigestWords(briefing, digests, base.clock);
    labels = new Labels(base.database, base.ids);
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
