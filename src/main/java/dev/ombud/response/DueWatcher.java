package dev.ombud.response;

import dev.ombud.action.DueSignal;
import dev.ombud.decision.DecisionWatcher;
import dev.ombud.domain.ActionKind;
import dev.ombud.domain.ActionState;
import dev.ombud.domain.Aggregate;
import dev.ombud.domain.Context;
import dev.ombud.domain.Decision;
import dev.ombud.domain.Judgement;

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
