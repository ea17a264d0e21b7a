package dev.ombud.door.start;

import dev.ombud.door.setting.Settings;
import dev.ombud.record.archive.Archives;
import dev.ombud.record.export.Exports;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.CheckpointFile;
import dev.ombud.record.log.JobStore;
import dev.ombud.record.log.LogKeys;
import dev.ombud.record.log.Proofs;
import dev.ombud.record.log.Sealer;
import dev.ombud.record.log.Webhook;
import dev.ombud.record.texts.Erasures;
import dev.ombud.record.texts.Holds;
import dev.ombud.record.texts.Masking;
import dev.ombud.record.texts.Openings;
import dev.ombud.record.texts.Retention;
import dev.ombud.record.texts.TextKeys;
import dev.ombud.record.texts.TextStore;
import dev.ombud.record.texts.TextVault;
import dev.ombud.record.verify.Verifications;
import java.util.Optional;

/// The record: the log and who seals it, what customers wrote, and what auditors prove, open, keep
/// and take away.
final class Recording {
  final AuditLog audit;
  final JobStore jobs;
  final CheckpointFile checkpoints;
  final Optional<Webhook> webhook;
  final Sealer sealer;
  final Proofs proofs;
  final Verifications verifications;
  final Exports exports;
  final Archives archives;
  final Masking masking;
  final TextVault vault;
  final TextStore texts;
  final Openings openings;
  final Erasures erasures;
  final Holds holds;
  final Retention retention;

  Recording(Base base, Started started) {
    Settings settings = base.settings;
    audit = new AuditLog(base.database);
    jobs = new JobStore(base.database);
    checkpoints = new CheckpointFile(settings.checkpointFile());
    webhook =
        settings
            .checkpointWebhook()
            .map(address -> started.add(new Webhook(base.outside, address)));
    // Stopped after all that records something, so that it seals the last of it.
    sealer =
        started.add(
            new Sealer(
                    base.upkeep,
                    audit,
                    LogKeys.open(settings.logKey(), base.upkeep, base.clock.instant()),
                    checkpoints,
                    note -> webhook.ifPresent(hook -> hook.send(note)),
                    base.ids,
                    base.clock)
                .start());
    base.meters.watchLog(sealer);
    proofs = new Proofs(base.database);
    verifications =
        started.add(new Verifications(base.heavy, jobs, base.config, checkpoints, base.ids));
    exports = new Exports(base.heavy, jobs, audit, base.ids, base.clock);
    archives =
        new Archives(
            base.heavy,
            base.ids,
            base.clock,
            settings.archiveDirectory(),
            settings.retainDecisionsMonths());
    masking = settings.maskingPatterns().map(Masking::with).orElseGet(Masking::usual);
    vault =
        new TextVault(
            TextKeys.open(settings.textKey(), base.database, base.clock.instant()), masking);
    texts = new TextStore(base.database, vault);
    openings = new Openings(base.database, texts, vault, base.ids);
    erasures = new Erasures(base.database, vault, base.ids);
    holds = new Holds(base.database, texts, base.ids);
    retention =
        new Retention(base.heavy, base.ids, settings.retainTexts(), settings.retainAccess());
  }
}
