package dev.ombud.record.decision;

import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;

/// Is told of every decision after its commit and after its answer. Called on the lanes' threads,
/// in no order between lanes: be quick, and never wait. What it throws is logged and reaches nobody
/// else.
@FunctionalInterface
public interface DecisionWatcher {
  /// @param context what the decision was judged in
  void decided(Aggregate aggregate, Context context, Decision decision);

  /// Both are told, this one first.
  default DecisionWatcher andThen(DecisionWatcher next) {
    return (aggregate, context, decision) -> {
      decided(aggregate, context, decision);
      next.decided(aggregate, context, decision);
    };
  }
}
