package dev.ombud.act.action;

import dev.ombud.ground.base.DrillFilter;
import dev.ombud.ground.code.ActionKind;
import java.util.Optional;
import java.util.UUID;

/// Which actions to list, newest first.
///
/// @param drills whether those of drills are among them; whoever names a decision or an incident
///   gets its actions in any case
/// @param limit at most so many, 1 to 500
/// @param before the cursor: the last action of the page before
public record ActionQuery(
    Optional<LiveState> state,
    Optional<ActionKind> kind,
    Optional<String> target,
    Optional<UUID> decisionId,
    Optional<UUID> incidentId,
    DrillFilter drills,
    int limit,
    Optional<UUID> before) {
  public static final int MAX_LIMIT = 500;

  public ActionQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalStateException("a page has 1 to " + MAX_LIMIT + " actions, not " + limit);
    }
  }

  public boolean leavesDrillsOut() {
    return drills == DrillFilter.FALSE && decisionId.isEmpty() && incidentId.isEmpty();
  }
}
