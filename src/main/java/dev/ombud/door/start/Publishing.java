package dev.ombud.door.start;

import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.door.command.Version;
import dev.ombud.publish.backtest.Backtests;
import dev.ombud.publish.backtest.Finished;
import dev.ombud.publish.ruleset.Draft.Backtested;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.RefusedUploads;
import dev.ombud.publish.ruleset.Rehearsal;
import dev.ombud.publish.ruleset.RulesetPublisher;
import dev.ombud.publish.ruleset.RulesetSwitch;
import dev.ombud.publish.ruleset.Rulesets;
import dev.ombud.publish.ruleset.Shadows;
import dev.ombud.publish.ruleset.StoredRulesets;
import dev.ombud.record.replay.ReplayRulesets;
import dev.ombud.record.replay.ReplayWorker;
import dev.ombud.record.replay.Replays;

/// How rules change: what decides now, what is to decide, and what would have come of it.
final class Publishing {
  /// Three batches at once: one judges, one is copied, one waits for the disk. With two, a tenth of
  /// two cores stays idle under a batch; four make the transactions of single posts too small.
  static final int LANES = 3;

  final LiveRuleset begun;
  final RulesetSwitch switching;
  final Drafts drafts;
  final Rulesets rulesets;
  final Rehearsal rehearsal;
  final StoredRulesets sources;
  final RefusedUploads refusedUploads;
  final Shadows shadows;
  final ReplayRulesets replayed;
  final Replays replays;
  final ReplayWorker replayer;
  final Backtests backtests;

  Publishing(Base base, Recording recording, Started started) {
    begun =
        new RulesetPublisher(base.database, base.compiler)
            .publish(base.first.await(), base.clock.instant());
    switching = started.add(new RulesetSwitch(base.vital, base.compiler, begun, LANES));
    base.meters.watchRuleset(
        () -> switching.get().ref().version(), () -> switching.warning().isPresent());
    drafts = new Drafts(base.database, base.compiler, switching, base.ids, base.clock);
    rulesets = new Rulesets(base.database, switching, base.clock);
    rehearsal = new Rehearsal(rulesets, switching, base.compiler);
    refusedUploads = new RefusedUploads(base.database, base.clock);
    shadows = started.add(new Shadows(base.upkeep, base.compiler, base.clock));
    replayed = started.add(new ReplayRulesets(base.compiler, switching));
    sources = new StoredRulesets(rulesets, drafts);
    replays =
        new Replays(
            base.heavy,
            sources,
            replayed,
            base.meters,
            recording.audit,
            base.ids,
            Version.engine());
    replayer = started.add(new ReplayWorker(replays, base.settings.replayShare()));
    backtests = started.add(new Backtests(base.heavy, base.compiler, base.ids, this::note));
  }

  private void note(Finished finished) {
    drafts.backtested(
        finished.draftId(),
        finished.digest(),
        new Backtested(finished.against(), finished.concerns()),
        finished.caller(),
        finished.text());
  }
}
