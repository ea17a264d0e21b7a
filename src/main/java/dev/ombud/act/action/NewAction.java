package dev.ombud.act.action;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An action as its decision asks for it.
///
/// @param actionId UUIDv7
/// @param ordinal from 1, unique in its decision
/// @param parent the ordinal of the action that it is a part of, or null; it waits for that one
/// @param target for example `flag:new-checkout`
/// @param state as the decision says it
/// @param at when it was decided
public record NewAction(
    UUID actionId,
    UUID decisionId,
    int ordinal,
    @Nullable Integer parent,
    ActionKind kind,
    String target,
    String product,
    String environment,
    @Nullable UUID incidentId,
    ActionState state,
    Instant at) {

  /// Whether it changes what customers get without anybody having been asked.
  public boolean isAutomatic() {
    return kind.mitigates() && state == ActionState.QUEUED;
  }

  public LiveState liveState() {
    if (kind == ActionKind.ADD_TO_DIGEST && state == ActionState.QUEUED) {
      return LiveState.DIGEST;
    }
    return switch (state) {
      case QUEUED -> LiveState.QUEUED;
      case AWAITING_APPROVAL -> LiveState.AWAITING_APPROVAL;
      case RECOMMENDED -> LiveState.RECOMMENDED;
      case SUPPRESSED -> LiveState.SUPPRESSED;
    };
  }
}
