package dev.ombud.ground.domain;

import dev.ombud.ground.code.Attention;
import dev.ombud.ground.code.Outcome;
import dev.ombud.ground.code.Phase;

/// What has become of a decision. Unlike the decision itself it changes: with its actions, with
/// what people answer, and with what is found out afterwards.
public record Progress(Phase phase, Attention attention, Outcome outcome) {
  /// As it stands the moment the decision is made.
  public static Progress atFirst(Decision decision) {
    return new Progress(decision.phase(), decision.attention(), decision.outcome());
  }
}
