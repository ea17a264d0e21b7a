package dev.ombud.response;

import dev.ombud.action.ActionStore;
import dev.ombud.action.NewAction;
import dev.ombud.database.Database;
import dev.ombud.decision.StoredDecision;
import dev.ombud.domain.ActionKind;
import dev.ombud.domain.ActionState;
import dev.ombud.domain.Aggregate;
import dev.ombud.domain.IncidentKey;
import dev.ombud.domain.Judgement;
import dev.ombud.domain.Outcome;
import dev.ombud.domain.Severity;
import dev.ombud.domain.Tier;
import dev.ombud.domain.TimeIds;
import dev.ombud.review.Lane;
import dev.ombud.review.Patience;
import dev.ombud.review.Proposal;
import dev.ombud.review.Proposal.Proposed;
import dev.ombud.review.ReviewStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What is proposed to a person where a mitigation did not help: the next tier. Where it did harm,
/// the owner is paged to take it back. Nothing of it happens by itself. Thread-safe.
public final class NextTier implements Effects.Escalation {
  /// Ordinals of what is proposed afterwards; decisions themselves never ask for that many actions.
  private static final int FIRST_ORDINAL = 2_000;

  private final Database database;
  private final TimeIds ids;
  private final Patience patience;

  public NextTier(Database database, TimeIds ids, Patience patience) {
    this.database = database;
    this.ids = ids;
    this.patience = patience;
  }

  @Override
  public void escalate(
      StoredDecision decision, Aggregate aggregate, UUID actionId, Outcome outcome) {
    Instant now = Instant.ofEpochMilli(TimeIds.millisOf(ids.next()));
    Judgement judgement = decision.decision().judgement();
    List<NewAction> actions = new ArrayList<>();
    actions.add(action(decision, aggregate, ActionKind.PAGE_OWNER, owner(judgement), actions, now));
    List<Proposal> proposals = new ArrayList<>();
    if (outcome == Outcome.INEFFECTIVE) {
      next(judgement, aggregate)
          .ifPresent(next -> {
            NewAction wider = action(decision, aggregate, next.kind(), next.target(), actions, now);
            actions.add(wider);
            proposals.add(proposal(decision, aggregate, next, wider, now));
          });
    }
    database.change(handle -> {
      try {
        ActionStore.enqueue(handle.getConnection(), actions);
        return ReviewStore.propose(handle.getConnection(), proposals).size();
      } catch (SQLException e) {
        throw new IllegalStateException("the next tier could not be proposed", e);
      }
    });
  }

  private static String owner(Judgement judgement) {
    return "team:" + judgement.owner().team();
  }

  private record Wider(Tier tier, ActionKind kind, String target) {}

  private static Optional<Wider> next(Judgement judgement, Aggregate aggregate) {
    Aggregate.Release release = aggregate.release();
    return switch (judgement.mitigation().tier()) {
      case TIER_1 ->
          Optional.of(
              new Wider(Tier.TIER_2, ActionKind.SWITCH_FALLBACK, "surface:" + aggregate.surface()));
      case TIER_2 ->
          release == null || release.version() == null || release.previousStable() == null
              ? Optional.empty()
              : Optional.of(
                  new Wider(
                      Tier.TIER_3,
                      ActionKind.ROLLBACK_RELEASE,
                      "release:" + release.version() + "->" + release.previousStable()));
      case NONE, TIER_3 -> Optional.empty();
    };
  }

  private NewAction action(
      StoredDecision decision,
      Aggregate aggregate,
      ActionKind kind,
      String target,
      List<NewAction> before,
      Instant now) {
    return new NewAction(
        ids.next(),
        decision.decision().decisionId(),
        FIRST_ORDINAL + before.size(),
        null,
        kind,
        target,
        aggregate.product(),
        IncidentKey.of(aggregate).environment(),
        decision.decision().incidentId(),
        kind.mitigates() ? ActionState.AWAITING_APPROVAL : ActionState.QUEUED,
        now);
  }

  private Proposal proposal(
      StoredDecision decision, Aggregate aggregate, Wider next, NewAction action, Instant now) {
    Judgement judgement = decision.decision().judgement();
    double confidence = aggregate.cluster().confidence();
    Severity severity = judgement.severity();
    Lane lane = Lane.of(severity, next.tier(), judgement.mitigation().scope(), confidence);
    return new Proposal(
        ids.next(),
        decision.decision().decisionId(),
        decision.decision().incidentId(),
        IncidentKey.of(aggregate),
        aggregate.surface(),
        severity,
        next.tier(),
        judgement.mitigation().scope(),
        judgement.priority(),
        confidence,
        judgement.owner().team(),
        lane,
        List.of(new Proposed(action.ordinal(), next.kind(), next.target())),
        decision.digest(),
        now,
        patience.dueAt(lane, now));
  }
}
