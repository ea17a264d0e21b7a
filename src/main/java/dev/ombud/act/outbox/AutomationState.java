package dev.ombud.act.outbox;

import dev.ombud.act.action.Freeze;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whether automation runs, and what holds it.
///
/// @param last who switched it last, if anybody ever did
/// @param freezes those that are not over
/// @param used how many automatic actions were begun within the last hour
/// @param budget how many may be
public record AutomationState(
    boolean stopped, Optional<Switch> last, List<Freeze> freezes, int used, int budget) {
  public AutomationState {
    freezes = List.copyOf(freezes);
  }

  /// @param stopped whether it was stopped or resumed
  public record Switch(boolean stopped, Instant at, String actor, String reason) {}
}
