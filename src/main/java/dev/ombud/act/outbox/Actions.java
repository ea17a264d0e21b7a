package dev.ombud.act.outbox;

import dev.ombud.act.action.ActionQuery;
import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.Step;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.outbox.AttemptStore.Note;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Page;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditEvent.Kind;
import dev.ombud.record.log.EventStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What people see of actions and do about those that are stuck. Each thing that they do is a step
/// of the action and an event of the log. Thread-safe.
public final class Actions {
  private static final Set<LiveState> TO_RETRY = EnumSet.of(LiveState.DEAD, LiveState.HELD);
  private static final Set<LiveState> TO_DROP =
      EnumSet.of(LiveState.DEAD, LiveState.HELD, LiveState.QUEUED, LiveState.WAITING);

  private final Database database;
  private final ActionStore store;
  private final TimeIds ids;
  private final Clock clock;
  private final Runnable wake;
  private final Retried retried;

  /// @param wake told once something is due, after its commit
  public Actions(Database database, TimeIds ids, Clock clock, Runnable wake) {
    this(database, new ActionStore(database), ids, clock, wake, (_, _) -> {});
  }

  /// @param retried told of what a person tries anew, in the same transaction
  public Actions(
      Database database,
      ActionStore store,
      TimeIds ids,
      Clock clock,
      Runnable wake,
      Retried retried) {
    this.retried = retried;
    this.database = database;
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.wake = wake;
  }

  /// What follows where a person tries an action anew.
  @FunctionalInterface
  public interface Retried {
    void retried(Connection connection, StoredAction action) throws SQLException;
  }

  /// An action with all that was done about it.
  public record Told(StoredAction action, List<Step> steps) {
    public Told {
      steps = List.copyOf(steps);
    }
  }

  public Page<StoredAction> page(ActionQuery query) {
    return store.page(query);
  }

  public Optional<Told> find(UUID id) {
    return store.find(id).map(action -> new Told(action, store.steps(id)));
  }

  /// The actions of one decision, by their ordinals, each with all that was done about it.
  public List<Told> ofDecision(UUID decisionId) {
    Map<UUID, List<Step>> steps = new StepStore(database).ofDecision(decisionId);
    return store.ofDecision(decisionId).stream()
        .map(action -> new Told(action, steps.getOrDefault(action.id(), List.of())))
        .toList();
  }

  /// The actions of some decisions, by their ordinals.
  public List<StoredAction> ofDecisions(List<UUID> decisionIds) {
    return store.ofDecisions(decisionIds);
  }

  /// The id of an action that is named as its decision names it.
  public Optional<UUID> idOf(UUID decisionId, int ordinal) {
    return store.ofDecision(decisionId).stream()
        .filter(action -> action.ordinal() == ordinal)
        .map(StoredAction::id)
        .findFirst();
  }

  /// Tries an action anew that is dead or held. From here on it is that person's doing: neither the
  /// stop switch nor a freeze nor the budget holds it. One that was written before waits five
  /// seconds, for what may still be under way.
  ///
  /// @return nothing where there is no such action
  /// @throws ServiceException WRONG_STATE where it is neither dead nor held
  public Optional<StoredAction> retry(UUID id, String actor, String reason) {
    return change(id, Kind.ACTION_RETRIED, LiveState.QUEUED, TO_RETRY, actor, reason);
  }

  /// Closes an action that is not to be tried any more. What it may have done stays done.
  ///
  /// @return nothing where there is no such action
  /// @throws ServiceException WRONG_STATE where it runs, has ended, or waits for an approval
  public Optional<StoredAction> drop(UUID id, String actor, String reason) {
    return change(id, Kind.ACTION_DROPPED, LiveState.DROPPED, TO_DROP, actor, reason);
  }

  private Optional<StoredAction> change(
      UUID id, Kind kind, LiveState to, Set<LiveState> from, String actor, String reason) {
    return database.change(handle -> {
      Optional<StoredAction> found = ActionStore.lock(handle, id);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      StoredAction action = found.get();
      if (!from.contains(action.state())) {
        throw new ServiceException(
            ErrorCode.WRONG_STATE,
            "the action is `%s`, and this is for one that is %s: look at it again"
                .formatted(action.state(), words(from)));
      }
      UUID event = ids.next();
      Instant now = clock.instant();
      AttemptStore.turn(handle, action, to, reason, now);
      if (to == LiveState.QUEUED) {
        tell(handle.getConnection(), action);
      }
      handle.afterCommit(wake);
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("actor", actor);
      detail.put("reason", reason);
      detail.put("state", to.name());
      AttemptStore.insert(
          handle, event, id, action.attempts(), new Note(Step.Kind.PERSON, detail), now);
      EventStore.append(
          handle,
          new AuditEvent(
              event,
              kind,
              actor,
              "action:" + id,
              action.decisionId(),
              reason,
              Map.of("was", action.state().name())));
      return ActionStore.find(handle, id);
    });
  }

  private void tell(Connection connection, StoredAction action) {
    try {
      retried.retried(connection, action);
    } catch (SQLException e) {
      throw new IllegalStateException("what follows a retry could not be stored", e);
    }
  }

  private static String words(Set<LiveState> states) {
    return String.join(" or ", states.stream().map(state -> "`" + state + "`").toList());
  }
}
