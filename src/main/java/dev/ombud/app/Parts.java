package dev.ombud.app;

import dev.ombud.audit.AuditLog;
import dev.ombud.audit.Sealer;
import dev.ombud.backtest.Backtests;
import dev.ombud.database.Database;
import dev.ombud.database.DatabaseConfig;
import dev.ombud.decision.DecisionPipeline;
import dev.ombud.decision.Intake;
import dev.ombud.domain.TimeIds;
import dev.ombud.evidence.Masking;
import dev.ombud.evidence.TextStore;
import dev.ombud.evidence.TextVault;
import dev.ombud.inquiry.FacetCount;
import dev.ombud.inquiry.ReplayRulesets;
import dev.ombud.inquiry.Replays;
import dev.ombud.ruleset.Drafts;
import dev.ombud.ruleset.RulesetSwitch;
import dev.ombud.ruleset.Rulesets;
import dev.ombud.ruleset.Shadows;
import java.time.Clock;

/// What the doors of the service open to: made once, by [Service], in the order of its
/// dependencies.
record Parts(
    Settings settings,
    Clock clock,
    TimeIds ids,
    DatabaseConfig config,
    Database database,
    AuditLog audit,
    Sealer sealer,
    Masking masking,
    TextVault vault,
    RulesetSwitch switching,
    Drafts drafts,
    Rulesets rulesets,
    Shadows shadows,
    Backtests backtests,
    ReplayRulesets replayed,
    Replays replays,
    FacetCount counts,
    DecisionPipeline pipeline) {

  TextStore texts() {
    return new TextStore(database, vault);
  }

  Intake intake() {
    return new Intake(masking, vault::seal);
  }
}
