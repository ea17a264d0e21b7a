package dev.ombud.act.response;

import dev.ombud.act.outbox.DueSignal;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.record.decision.DecisionWatcher;

/// Says that something is due where a decision set off what is carried out at once.
public record DueWatcher(DueSignal due) implements DecisionWatcher {
  @Override
  public void decided(Aggregate aggregate, Context context, Decision decision) {
    if (decision.judgement().actions().stream().anyMatch(DueWatcher::isDue)) {
      due.raise();
    }
  }

  private static boolean isDue(Judgement.Action action) {
    return action.state() == ActionState.QUEUED && action.kind() != ActionKind.ADD_TO_DIGEST;
  }
}
