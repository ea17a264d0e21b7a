package dev.ombud.app;

import dev.ombud.audit.AuditLog;
import dev.ombud.audit.Sealer;
import dev.ombud.backtest.Backtests;
import dev.ombud.contract.AggregateReader;
import dev.ombud.database.Database;
import dev.ombud.database.DatabaseConfig;
import dev.ombud.database.Pool;
import dev.ombud.database.Probe;
import dev.ombud.decision.DecisionPipeline;
import dev.ombud.decision.Decisions;
import dev.ombud.decision.Intake;
import dev.ombud.decision.StoredDecision;
import dev.ombud.domain.Aggregate;
import dev.ombud.domain.DecisionLabels;
import dev.ombud.domain.TimeIds;
import dev.ombud.evidence.Masking;
import dev.ombud.evidence.TextStore;
import dev.ombud.evidence.TextVault;
import dev.ombud.identity.Issuance;
import dev.ombud.identity.TokenStore;
import dev.ombud.inquiry.Explanations;
import dev.ombud.inquiry.Exports;
import dev.ombud.inquiry.FacetCount;
import dev.ombud.inquiry.ReplayRulesets;
import dev.ombud.inquiry.Replays;
import dev.ombud.review.Corrections;
import dev.ombud.ruleset.Drafts;
import dev.ombud.ruleset.RulesetSwitch;
import dev.ombud.ruleset.Rulesets;
import dev.ombud.ruleset.Shadows;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

/// What the doors of the service open to: made once, by [Service], in the order of its
/// dependencies.
///
/// @param database with the connections of those who read; what else there is to do is given those
///   of its own class
record Parts(
    Settings settings,
    Clock clock,
    TimeIds ids,
    DatabaseConfig config,
    Database database,
    TokenStore tokens,
    Probe probe,
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
    Exports exports,
    DecisionPipeline pipeline) {

  Issuance issuance() {
    return new Issuance(tokens, clock);
  }

  TextStore texts() {
    return texts(Pool.READING);
  }

  TextStore texts(Pool pool) {
    return new TextStore(database.of(pool), vault);
  }

  /// The pipeline, that finds by the connections of a class of work.
  Decisions decisions(Pool pool) {
    return pipeline.from(database.of(pool));
  }

  /// What people say is wrong about labels, in words of the ruleset that decides.
  Corrections corrections() {
    return corrections(Pool.READING);
  }

  Corrections corrections(Pool pool) {
    Decisions decisions = decisions(pool);
    return new Corrections(
        database.of(pool),
        ids,
        id -> decisions.find(id).map(Parts::decided),
        Corrections.LabelWords.of(() -> switching.get().compiled().lexicon()));
  }

  private static Corrections.Decided decided(StoredDecision stored) {
    Aggregate aggregate =
        new AggregateReader()
            .readAggregate(stored.aggregateJson().getBytes(StandardCharsets.UTF_8));
    Aggregate.Source source = aggregate.source();
    return new Corrections.Decided(
        DecisionLabels.of(aggregate, stored.decision().judgement()),
        Optional.ofNullable(source == null ? null : source.pipeline()));
  }

  Explanations explanations() {
    return new Explanations(database, rulesets, replayed, corrections()::of);
  }

  Intake intake() {
    return new Intake(masking, vault::seal);
  }
}
