package dev.ombud.act.response;

import dev.ombud.act.action.NewAction;
import dev.ombud.act.outbox.ActionStore;
import dev.ombud.act.review.Patience;
import dev.ombud.act.review.Proposal;
import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.act.review.ReviewLane;
import dev.ombud.act.review.ReviewStore;
import dev.ombud.act.review.ReviewStore.Newer;
import dev.ombud.act.review.ReviewStore.Voided;
import dev.ombud.act.review.StaleStore;
import dev.ombud.act.review.StaleStore.Opened;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.record.decision.FollowUp;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Stores what decisions set off, in their own transaction: the actions that they ask for, the
/// review where a person decides, and what those are told who were told before. What was proposed
/// on older evidence of the same incident, or on an earlier revision, is void from then on; what
/// comes out of order voids nothing that a later window proposed. Thread-safe.
public final class Responder implements FollowUp {
  private final TimeIds ids;
  private final Patience patience;
  private final Function<NewAction, Optional<String>> obstacle;
  private final Endings endings;

  /// @param obstacle why nobody can carry an action out as things are configured
  public Responder(TimeIds ids, Patience patience, Function<NewAction, Optional<String>> obstacle) {
    this.ids = ids;
    this.patience = patience;
    this.obstacle = obstacle;
    this.endings = new Endings(ids);
  }

  @Override
  public void store(Connection connection, List<Decided> decided) throws SQLException {
    List<NewAction> actions = new ArrayList<>();
    List<Proposal> proposals = new ArrayList<>();
    List<Newer> newer = new ArrayList<>();
    List<Opened> opened = new ArrayList<>();
    for (Decided each : decided) {
      Decision decision = each.decision();
      actions(each, actions);
      // INVARIANT: history asks nobody, and voids nothing that somebody was asked.
      if (!decision.judgement().isHistoric()) {
        newer.add(newer(each));
        if (decision.decisionId().equals(decision.incidentId())) {
          opened.add(opened(each));
        }
        if (asksSomebody(decision)) {
          proposals.add(proposal(each));
        }
      }
    }
    ActionStore.enqueue(connection, actions, obstacle);
    if (!opened.isEmpty()) {
      newer.addAll(StaleStore.find(connection, opened));
    }
    for (Voided each : ReviewStore.propose(connection, newer, proposals)) {
      ActionStore.forgo(
          connection,
          each.decisionId(),
          each.ordinals(),
          "decision `%s` has newer evidence of the same incident".formatted(each.by()),
          decided.getLast().decision().decidedAt());
    }
    endings.store(connection, decided);
  }

  private static Opened opened(Decided decided) {
    Decision decision = decided.decision();
    return new Opened(
        IncidentKey.of(decided.aggregate()),
        decision.decisionId(),
        decision.decisionId(),
        decision.decidedAt(),
        decided.aggregate().evidenceAt(decision.decidedAt()));
  }

  private static Newer newer(Decided decided) {
    Decision decision = decided.decision();
    return new Newer(
        decision.incidentId(),
        decision.decisionId(),
        decision.decidedAt(),
        decided.aggregate().evidenceAt(decision.decidedAt()),
        decided.revises());
  }

  private void actions(Decided decided, List<NewAction> actions) {
    Decision decision = decided.decision();
    String environment = IncidentKey.of(decided.aggregate()).environment();
    for (Judgement.Action action : decision.judgement().actions()) {
      actions.add(
          new NewAction(
              ids.next(),
              decision.decisionId(),
              action.ordinal(),
              action.parent(),
              action.kind(),
              action.target(),
              decided.aggregate().product(),
              environment,
              decision.incidentId(),
              action.state(),
              decision.decidedAt()));
    }
  }

  private static boolean asksSomebody(Decision decision) {
    Disposition disposition = decision.judgement().disposition();
    return disposition == Disposition.REVIEW || disposition == Disposition.QUARANTINE;
  }

  private Proposal proposal(Decided decided) {
    Decision decision = decided.decision();
    Judgement judgement = decision.judgement();
    Aggregate aggregate = decided.aggregate();
    double confidence = aggregate.cluster().confidence();
    ReviewLane lane =
        ReviewLane.of(
            judgement.severity(),
            judgement.mitigation().tier(),
            judgement.mitigation().scope(),
            confidence);
    List<Proposed> proposed = new ArrayList<>();
    for (Judgement.Action action : judgement.actions()) {
      if (action.state() == ActionState.AWAITING_APPROVAL
          || action.state() == ActionState.RECOMMENDED) {
        proposed.add(Proposed.of(action));
      }
    }
    return new Proposal(
        ids.next(),
        decision.decisionId(),
        decision.incidentId(),
        IncidentKey.of(aggregate),
        aggregate.surface(),
        judgement.severity(),
        judgement.mitigation().tier(),
        judgement.mitigation().scope(),
        judgement.priority(),
        confidence,
        judgement.owner().team(),
        lane,
        proposed,
        decided.digest(),
        aggregate.evidenceAt(decision.decidedAt()),
        decision.decidedAt(),
        patience.dueAt(lane, decision.decidedAt()));
  }
}
