package dev.ombud.app;

import dev.ombud.audit.AuditLog;
import dev.ombud.audit.CheckpointFile;
import dev.ombud.audit.JobStore;
import dev.ombud.audit.LogKeys;
import dev.ombud.audit.Proofs;
import dev.ombud.audit.Sealer;
import dev.ombud.audit.Verifications;
import dev.ombud.audit.Webhook;
import dev.ombud.evidence.Erasures;
import dev.ombud.evidence.Holds;
import dev.ombud.evidence.Masking;
import dev.ombud.evidence.Openings;
import dev.ombud.evidence.Retention;
import dev.ombud.evidence.TextKeys;
import dev.ombud.evidence.TextStore;
import dev.ombud.evidence.TextVault;
import dev.ombud.inquiry.Archives;
import dev.ombud.inquiry.Exports;
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
