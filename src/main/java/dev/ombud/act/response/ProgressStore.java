package dev.ombud.act.response;

import dev.ombud.act.action.LiveState;
import dev.ombud.act.outbox.ActionFactsStore;
import dev.ombud.act.outbox.ActionFactsStore.Act;
import dev.ombud.act.review.ReviewStore;
import dev.ombud.ground.code.Attention;
import dev.ombud.ground.code.Outcome;
import dev.ombud.ground.code.Phase;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Progress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Reads what has become of a decision from its actions, its reviews and what was found out about
/// its mitigations: three short looks by the decision's id. Thread-safe.
public final class ProgressStore {
  private static final Set<LiveState> UNDER_WAY =
      EnumSet.of(LiveState.QUEUED, LiveState.RUNNING, LiveState.WAITING);

  /// The worst first: one mitigation that did harm is what people have to know.
  private static final List<Outcome> WORST_FIRST =
      List.of(Outcome.HARMFUL, Outcome.INEFFECTIVE, Outcome.INCONCLUSIVE, Outcome.EFFECTIVE);

  private final Database database;

  public ProgressStore(Database database) {
    this.database = database;
  }

  /// @param decisionId of a decision that is on record
  public Progress of(UUID decisionId) {
    return database.ask(handle -> {
      List<Act> acts = ActionFactsStore.acts(handle, decisionId);
      boolean isAsked = ReviewStore.isAsked(handle, decisionId);
      boolean waits = isAsked || acts.stream().anyMatch(ProgressStore::isHeldBack);
      boolean acting = acts.stream().anyMatch(act -> UNDER_WAY.contains(act.state()));
      boolean isStuck = acts.stream().anyMatch(act -> act.state() == LiveState.DEAD);
      return new Progress(
          waits ? Phase.WAITING : acting ? Phase.ACTING : Phase.DECIDED,
          waits || isStuck ? Attention.REVIEWER : Attention.NONE,
          outcome(handle, decisionId, acts));
    });
  }

  private static boolean isHeldBack(Act act) {
    return act.state() == LiveState.AWAITING_APPROVAL
        || (act.state() == LiveState.HELD && act.kind().mitigates());
  }

  /// Whether it is, or may yet be, something whose effect can be measured.
  private static boolean isToBeVerified(Act act) {
    return act.kind().mitigates()
        && !act.isDrill()
        && (act.state() == LiveState.DONE || UNDER_WAY.contains(act.state()) || isHeldBack(act));
  }

  private static Outcome outcome(Handle handle, UUID decisionId, List<Act> acts) {
    List<Outcome> found =
        handle
            .createQuery(
                """
                select outcome from effects
                where decision_id = :decision and concluded_at is not null
                """)
            .bind("decision", decisionId)
            .mapTo(Outcome.class)
            .list();
    return WORST_FIRST.stream()
        .filter(found::contains)
        .findFirst()
        .orElseGet(() ->
            acts.stream().anyMatch(ProgressStore::isToBeVerified)
                ? Outcome.UNKNOWN
                : Outcome.NOT_APPLICABLE);
  }
}
