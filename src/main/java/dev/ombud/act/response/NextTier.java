package dev.ombud.act.response;

import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.NewAction;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.effect.Effects;
import dev.ombud.act.outbox.ActionStore;
import dev.ombud.act.outbox.ToldStore;
import dev.ombud.act.review.Patience;
import dev.ombud.act.review.Proposal;
import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.act.review.ReviewLane;
import dev.ombud.act.review.ReviewStore;
import dev.ombud.act.review.ReviewStore.Voided;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Outcome;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.ActionTarget;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.record.decision.StoredDecision;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is proposed to a person where a mitigation did not help: the next tier; and where it did
/// harm: to take it back. Either way the owner is paged, unless what did not help is over by then.
/// Nothing of it happens by itself. Thread-safe.
public final class NextTier implements Effects.Escalation {
  /// Ordinals of what is proposed afterwards; decisions themselves never ask for that many actions.
  static final int FIRST_ORDINAL = 2_000;

  private final ActionStore stored;
  private final ToldStore told;
  private final TimeIds ids;
  private final Patience patience;
  private final Function<NewAction, Optional<String>> obstacle;

  /// @param stored what decisions asked for
  /// @param told what is proposed to be taken back by now
  /// @param obstacle why nobody can carry an action out as things are configured
  public NextTier(
      ActionStore stored,
      ToldStore told,
      TimeIds ids,
      Patience patience,
      Function<NewAction, Optional<String>> obstacle) {
    this.stored = stored;
    this.told = told;
    this.ids = ids;
    this.patience = patience;
    this.obstacle = obstacle;
  }

  @Override
  public void escalate(
      Connection connection,
      StoredDecision decision,
      Aggregate aggregate,
      UUID actionId,
      Outcome outcome)
      throws SQLException {
    UUID incident = decision.decision().incidentId();
    if (outcome == Outcome.INEFFECTIVE && incident != null && !told.isOpen(incident)) {
      return;
    }
    Instant now = Instant.ofEpochMilli(TimeIds.millisOf(ids.next()));
    List<StoredAction> before = stored.ofDecision(decision.decision().decisionId());
    Draft draft = new Draft(decision, aggregate, nextOrdinal(before), now);
    List<NewAction> actions = new ArrayList<>();
    actions.add(
        action(draft, 0, null, ActionKind.PAGE_OWNER, "team:" + draft.judgement().owner().team()));
    List<Proposal> proposals = new ArrayList<>();
    (outcome == Outcome.HARMFUL ? back(draft, before, actionId) : next(draft))
        .ifPresent(step -> {
          actions.add(step.action());
          proposals.add(proposal(draft, step));
        });
    ActionStore.enqueue(connection, actions, obstacle);
    for (Voided voided : ReviewStore.propose(connection, proposals)) {
      ActionStore.forgo(
          connection,
          voided.decisionId(),
          voided.ordinals(),
          "a mitigation of the same incident did not help: another review took its place",
          now);
    }
  }

  private static int nextOrdinal(List<StoredAction> before) {
    return before.stream()
            .mapToInt(StoredAction::ordinal)
            .filter(ordinal -> ordinal >= FIRST_ORDINAL && ordinal < LogFeed.FIRST_ORDINAL)
            .max()
            .orElse(FIRST_ORDINAL - 1)
        + 1;
  }

  /// What all that is proposed about one decision has in common.
  private record Draft(StoredDecision decision, Aggregate aggregate, int ordinal, Instant now) {
    Judgement judgement() {
      return decision.decision().judgement();
    }
  }

  /// @param incidentId whose newer evidence voids it, or null
  private record Step(NewAction action, Tier tier, @Nullable UUID incidentId) {}

  /// The rollback of the rollback. Newer evidence does not void it: it rests on what was measured,
  /// and each window of the incident would take it away before anybody could answer.
  private Optional<Step> back(Draft draft, List<StoredAction> before, UUID actionId) {
    return before.stream()
        .filter(made -> made.id().equals(actionId) && !isProposed(made))
        .map(made -> action(draft, 1, made.ordinal(), ActionKind.RESTORE, made.target()))
        .filter(restore -> obstacle.apply(restore).isEmpty())
        .map(restore -> new Step(restore, draft.judgement().mitigation().tier(), null))
        .findFirst();
  }

  /// Where its incident is over, another review may propose to take it back.
  private boolean isProposed(StoredAction made) {
    return made.incidentId().stream()
        .flatMap(incident -> told.restores(incident).stream())
        .anyMatch(each ->
            each.target().equals(made.target()) && each.state() == LiveState.AWAITING_APPROVAL);
  }

  private Optional<Step> next(Draft draft) {
    Aggregate aggregate = draft.aggregate();
    Aggregate.Release release = aggregate.release();
    UUID incident = draft.decision().decision().incidentId();
    return switch (draft.judgement().mitigation().tier()) {
      case TIER_1 ->
          Optional.of(
              new Step(
                  action(
                      draft,
                      1,
                      null,
                      ActionKind.SWITCH_FALLBACK,
                      ActionTarget.surface(aggregate.surface()).toString()),
                  Tier.TIER_2,
                  incident));
      case TIER_2 ->
          release == null || release.version() == null || release.previousStable() == null
              ? Optional.empty()
              : Optional.of(
                  new Step(
                      action(
                          draft,
                          1,
                          null,
                          ActionKind.ROLLBACK_RELEASE,
                          ActionTarget.release(release.version())
                              .backTo(release.previousStable())
                              .toString()),
                      Tier.TIER_3,
                      incident));
      case NONE, TIER_3 -> Optional.empty();
    };
  }

  private NewAction action(
      Draft draft, int place, @Nullable Integer parent, ActionKind kind, String target) {
    boolean tells = kind == ActionKind.PAGE_OWNER;
    return new NewAction(
        ids.next(),
        draft.decision().decision().decisionId(),
        draft.ordinal() + place,
        parent,
        kind,
        target,
        draft.aggregate().product(),
        IncidentKey.of(draft.aggregate()).environment(),
        draft.decision().decision().incidentId(),
        tells ? ActionState.QUEUED : ActionState.AWAITING_APPROVAL,
        draft.now());
  }

  private Proposal proposal(Draft draft, Step step) {
    Aggregate aggregate = draft.aggregate();
    Judgement judgement = draft.judgement();
    double confidence = aggregate.cluster().confidence();
    Severity severity = judgement.severity();
    NewAction action = step.action();
    ReviewLane lane =
        ReviewLane.of(severity, step.tier(), judgement.mitigation().scope(), confidence);
    return new Proposal(
        ids.next(),
        draft.decision().decision().decisionId(),
        step.incidentId(),
        IncidentKey.of(aggregate),
        aggregate.surface(),
        severity,
        step.tier(),
        judgement.mitigation().scope(),
        judgement.priority(),
        confidence,
        judgement.owner().team(),
        lane,
        List.of(new Proposed(action.ordinal(), action.kind(), action.target())),
        draft.decision().digest(),
        draft.now(),
        draft.now(),
        patience.dueAt(lane, draft.now()));
  }
}
