package dev.ombud.gate.evaluation;

import dev.ombud.act.action.NewAction;
import dev.ombud.act.outbox.ActionFactsStore;
import dev.ombud.act.outbox.ActionStore;
import dev.ombud.act.review.Patience;
import dev.ombud.act.review.Proposal;
import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.act.review.ReviewLane;
import dev.ombud.act.review.ReviewStore;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.contract.AggregateReader;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.ActionTarget;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.GateRequest;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.record.decision.StoredDecision;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Proposes to people to pause the variant that hurts, before the experiment is over: an action of
/// the newest decision about it, and the review that lets it through. Proposes each variant once a
/// day, whoever asks. Thread-safe.
public final class ExperimentPauseStore implements Gates.Pauses {
  /// Of what a gate proposes; decisions themselves never ask for that many actions.
  private static final int ORDINAL = 3_000;

  private static final Duration ONCE_WITHIN = Duration.ofHours(24);

  private final AggregateReader reader = new AggregateReader();
  private final Database database;
  private final Function<UUID, Optional<StoredDecision>> decisions;
  private final TimeIds ids;
  private final Patience patience;

  public ExperimentPauseStore(
      Database database,
      Function<UUID, Optional<StoredDecision>> decisions,
      TimeIds ids,
      Patience patience) {
    this.database = database;
    this.decisions = decisions;
    this.ids = ids;
    this.patience = patience;
  }

  @Override
  public void propose(GateRequest.Experiment experiment, String variant, UUID decision) {
    String target = ActionTarget.experiment(experiment.key()).variation(variant).toString();
    decisions.apply(decision).ifPresent(stored -> propose(stored, target));
  }

  private void propose(StoredDecision stored, String target) {
    Aggregate aggregate =
        reader.readAggregate(stored.aggregateJson().getBytes(StandardCharsets.UTF_8));
    UUID id = ids.next();
    Instant now = Instant.ofEpochMilli(TimeIds.millisOf(id));
    NewAction action =
        new NewAction(
            id,
            stored.decision().decisionId(),
            ORDINAL,
            null,
            ActionKind.PAUSE_EXPERIMENT,
            target,
            aggregate.product(),
            IncidentKey.of(aggregate).environment(),
            stored.decision().incidentId(),
            ActionState.AWAITING_APPROVAL,
            now);
    database.change(handle -> {
      // INVARIANT: two pipelines that ask at the same moment wait for each other here.
      handle.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", target);
      boolean isProposed =
          ActionFactsStore.isPauseAsked(
              handle, target, aggregate.product(), TimeIds.notBefore(now.minus(ONCE_WITHIN)));
      if (isProposed) {
        return false;
      }
      try {
        ActionStore.enqueue(handle.getConnection(), List.of(action));
        ReviewStore.propose(
            handle.getConnection(), List.of(proposal(stored, aggregate, action, now)));
        return true;
      } catch (SQLException e) {
        throw new IllegalStateException("the pause of an experiment could not be proposed", e);
      }
    });
  }

  /// Of no incident, so that it voids no review of the same one.
  private Proposal proposal(
      StoredDecision stored, Aggregate aggregate, NewAction action, Instant now) {
    Judgement judgement = stored.decision().judgement();
    double confidence = aggregate.cluster().confidence();
    Severity severity = judgement.severity();
    ReviewLane lane =
        ReviewLane.of(severity, Tier.TIER_1, judgement.mitigation().scope(), confidence);
    return new Proposal(
        ids.next(),
        stored.decision().decisionId(),
        null,
        IncidentKey.of(aggregate),
        aggregate.surface(),
        severity,
        Tier.TIER_1,
        judgement.mitigation().scope(),
        judgement.priority(),
        confidence,
        judgement.owner().team(),
        lane,
        List.of(new Proposed(ORDINAL, action.kind(), action.target())),
        stored.digest(),
        now,
        now,
        patience.dueAt(lane, now));
  }
}
