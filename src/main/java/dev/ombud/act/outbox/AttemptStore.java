package dev.ombud.act.outbox;

import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.action.Step;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.outbox.ChangeStore.Change;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.json.Json;
import dev.ombud.record.history.IncidentStateStore;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// What workers write about attempts, each committed before the next: that one begins, that it is
/// about to write, how it ended, and when the action is next. A worker that lags behind another one
/// is known by the number of its attempt and changes nothing. Thread-safe.
final class AttemptStore {
  private static final String STEP =
      "insert into action_steps (at, id, action_id, attempt, kind, detail) ";

  private final Database database;
  private final ChangeStore shared;
  private final Automation automation;
  private final TimeIds ids;
  private final UUID instance;

  /// @param instance whose workers these are
  AttemptStore(Database database, Automation automation, TimeIds ids, UUID instance) {
    this.database = database;
    this.shared = new ChangeStore(database);
    this.automation = automation;
    this.ids = ids;
    this.instance = instance;
  }

  /// A step that is not stored yet.
  record Note(Step.Kind kind, Map<String, ?> detail) {}

  /// Announces an attempt. Where automation objects, the action is held.
  ///
  /// @return the action as it stands now; nothing where it must not be, or another worker was first
  Optional<StoredAction> begin(StoredAction seen, Instant now) {
    StoredAction begun = seen.begun(now);
    List<Note> notes =
        begun.state() == LiveState.RUNNING
            ? List.of(new Note(Step.Kind.INTENT, Map.of("try", begun.tries())))
            : List.of();
    Change change =
        change(
            seen,
            begun.attempts(),
            notes,
            now,
            "",
            """
            state = :state, attempts = :attempt, tries = :tries, changed_at = :now,
              leased_until = :until, leased_by = :instance
            """,
            "",
            values ->
                values
                    .bind("state", begun.state().name())
                    .bind("tries", begun.tries())
                    .bind("until", now.plus(ClaimStore.LEASE))
                    .bind("instance", instance));
    boolean isFirst =
        seen.state() == LiveState.WAITING
            ? shared.change(change)
            : isAllowed(seen, List.of(), change, now);
    return isFirst ? Optional.of(begun) : Optional.empty();
  }

  /// Announces a write: from here on it may have been carried out. What was there before is kept,
  /// to undo it by. Where automation objects by now, the action is held.
  ///
  /// @return whether it may be written
  boolean announce(StoredAction action, RemoteState.Open before, Instant now) {
    Note look =
        new Note(
            Step.Kind.LOOK,
            Map.of("found", "open", "state", before.state(), "version", before.version()));
    // INVARIANT: who announces has the lease, and for longer than a write may take to begin.
    Change change =
        change(
            action,
            action.attempts(),
            List.of(look, new Note(Step.Kind.WRITE, Map.of())),
            now,
            "and leased_by = :instance",
            """
            wrote_at = coalesce(wrote_at, :now), before_state = coalesce(before_state, :before),
              leased_until = :until
            """,
            "",
            values ->
                values
                    .bind("before", before.state())
                    .bind("until", now.plus(ClaimStore.LEASE))
                    .bind("instance", instance));
    return isAllowed(action, List.of(look), change, now);
  }

  /// What is automatic waits for its turn, and is held where automation objects.
  ///
  /// @return whether it was changed as it was to be
  private boolean isAllowed(StoredAction action, List<Note> notes, Change change, Instant now) {
    if (!action.automatic()) {
      return shared.change(change);
    }
    return database.change(handle -> {
      Optional<String> objection =
          AutomationStore.objection(handle, action, automation.budget(), now);
      objection.ifPresent(
          why -> end(action, AttemptEnd.because(LiveState.HELD, why), notes, now).in(handle));
      return objection.isEmpty() && change.in(handle);
    });
  }

  /// Records how an attempt ended and what comes next, unless another worker has taken it over.
  boolean end(StoredAction action, List<Note> notes, AttemptEnd ending, Instant now) {
    Change change = end(action, ending, notes, now);
    if (ending.state() != LiveState.DONE || !action.kind().mitigates()) {
      return shared.change(change);
    }
    return database.change(handle -> {
      boolean isEnded = change.in(handle);
      if (isEnded) {
        action.incidentId().ifPresent(id -> IncidentStateStore.noteMitigation(handle, id, now));
      }
      return isEnded;
    });
  }

  private Change end(StoredAction action, AttemptEnd ending, List<Note> notes, Instant now) {
    List<Note> all = new ArrayList<>(notes);
    if (ending.state() != action.state()) {
      all.add(new Note(Step.Kind.RESULT, detail(ending)));
    }
    Optional<AuditEvent> event = event(action, ending);
    return change(
        action,
        action.attempts(),
        all,
        now,
        "",
        """
        state = :state, changed_at = :now, why = cast(:why as text),
          due_at = cast(:due as timestamptz), turn_at = cast(:due as timestamptz),
          leased_until = null, leased_by = null,
          receipt_reference = coalesce(cast(:reference as text), receipt_reference),
          receipt_address = coalesce(cast(:address as text), receipt_address),
          receipt_state = coalesce(cast(:left as text), receipt_state)
        """,
        (ending.state().isFinal() ? ActionStore.PASS_ON : "")
            + (event.isPresent() ? EventStore.WITH_CHANGED : ""),
        values -> {
          values
              .bind("state", ending.state().name())
              .bind("why", ending.why().orElse(null))
              .bind("due", ending.again().map(Instant::toString).orElse(null))
              .bind("reference", ending.receipt().map(Receipt::reference).orElse(null))
              .bind("address", ending.receipt().map(Receipt::address).orElse(null))
              .bind("left", ending.receipt().map(Receipt::state).orElse(null));
          event.ifPresent(each -> EventStore.bind(values, each));
        });
  }

  /// Turns an action as a person asks for it, to be tried anew or closed. What was written may
  /// still be at it: then it is tried a little later.
  static void turn(Handle handle, StoredAction action, LiveState to, String why, Instant now) {
    boolean again = to == LiveState.QUEUED;
    Instant due =
        action.wroteAt().isEmpty()
            ? now
            : Collections.max(List.of(now, action.changedAt())).plus(Delivery.UNKNOWN_FOR);
    handle
        .createQuery(
            """
            with changed as (
              update actions set state = :state, changed_at = :now, why = :why, tries = 0,
                automatic = automatic and :kept, due_at = cast(:due as timestamptz),
                turn_at = cast(:due as timestamptz), leased_until = null, leased_by = null
              where id = :id
              returning decision_id, ordinal, changed_at
            )%s
            select count(*) from changed
            """
                .formatted(again ? "" : ActionStore.PASS_ON))
        .bind("state", to.name())
        .bind("now", now)
        .bind("why", why)
        .bind("kept", !again)
        .bind("due", again ? due.toString() : null)
        .bind("id", action.id())
        .mapTo(Integer.class)
        .one();
  }

  private static Map<String, ?> detail(AttemptEnd ending) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("state", ending.state().name());
    ending.why().ifPresent(why -> detail.put("why", why));
    ending.again().ifPresent(again -> detail.put("again", again.toString()));
    ending.receipt().ifPresent(receipt -> detail.putAll(detail(receipt)));
    return detail;
  }

  static Map<String, Object> detail(Receipt receipt) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("reference", receipt.reference());
    detail.put("address", receipt.address());
    detail.put("left", receipt.state());
    return detail;
  }

  /// A change of an action with all that goes with it as one statement. It changes nothing where
  /// the action is not as it was seen.
  ///
  /// @param attempt whose steps these are
  /// @param also what else has to hold
  /// @param set of its row
  /// @param next what else it does, as further terms of `with`
  private Change change(
      StoredAction seen,
      int attempt,
      List<Note> notes,
      Instant now,
      String also,
      String set,
      String next,
      Consumer<SqlStatement<?>> values) {
    return new Change(
        """
        with changed as (
          select id, decision_id, ordinal, cast(:now as timestamptz) as changed_at from actions
          where id = :id and attempts = :seen and state = :was %s for update
        ), noted as (
          %s
          select :now, step.id, changed.id, :attempt, step.kind, cast(step.detail as json)
          from changed, unnest(:ids, :kinds, :details) as step (id, kind, detail)
        )%s
        update actions set %s from changed where actions.id = changed.id
        """
            .formatted(also, STEP, next, set),
        statement -> {
          statement
              .bind("now", now)
              .bind("id", seen.id())
              .bind("seen", seen.attempts())
              .bind("was", seen.state().name())
              .bind("attempt", attempt)
              .bindArray("ids", UUID.class, notes.stream().map(_ -> ids.next()).toList())
              .bindArray(
                  "kinds", String.class, notes.stream().map(note -> note.kind().name()).toList())
              .bindArray("details", String.class, notes.stream().map(AttemptStore::json).toList());
          values.accept(statement);
        });
  }

  private static String json(Note note) {
    return new String(Json.write(note.detail()), StandardCharsets.UTF_8);
  }

  static void insert(Handle handle, UUID id, UUID actionId, int attempt, Note note, Instant now) {
    handle.execute(
        STEP + "values (?, ?, ?, ?, ?, cast(? as json))",
        now,
        id,
        actionId,
        attempt,
        note.kind().name(),
        json(note));
  }

  private Optional<AuditEvent> event(StoredAction action, AttemptEnd ending) {
    AuditEvent.@Nullable Kind kind = kind(action.kind(), ending.state());
    if (kind == null) {
      return Optional.empty();
    }
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("attempt", action.attempts());
    detail.put("environment", action.environment());
    detail.put("kind", action.kind().name());
    detail.put("product", action.product());
    detail.put("target", action.target());
    ending.receipt().ifPresent(receipt -> detail.put("receipt", detail(receipt)));
    return Optional.of(
        new AuditEvent(
            ids.next(),
            kind,
            "service",
            "action:" + action.id(),
            action.decisionId(),
            ending.why().orElse(""),
            detail));
  }

  /// What an ending is in the record; null where it is no event.
  private static AuditEvent.@Nullable Kind kind(ActionKind action, LiveState state) {
    return switch (state) {
      case DONE -> done(action);
      case REFUSED -> AuditEvent.Kind.ACTION_REFUSED;
      case HELD -> AuditEvent.Kind.ACTION_HELD;
      case DEAD -> AuditEvent.Kind.ACTION_DEAD;
      case QUEUED,
          AWAITING_APPROVAL,
          RECOMMENDED,
          DIGEST,
          RUNNING,
          WAITING,
          DROPPED,
          EXPIRED,
          SUPPRESSED ->
          null;
    };
  }

  private static AuditEvent.Kind done(ActionKind action) {
    return switch (action) {
      case ROLLBACK_RELEASE -> AuditEvent.Kind.ROLLBACK_EXECUTED;
      case FREEZE_ROLLOUT,
          REDUCE_EXPOSURE,
          DISABLE_VARIATION,
          DISABLE_FLAG,
          SHOW_BANNER,
          SWITCH_FALLBACK,
          PAUSE_EXPERIMENT ->
          AuditEvent.Kind.MITIGATION_EXECUTED;
      case OPEN_TICKET -> AuditEvent.Kind.TICKET_OPENED;
      case RESTORE -> AuditEvent.Kind.MITIGATION_RESTORED;
      case PAGE_OWNER -> AuditEvent.Kind.OWNER_PAGED;
      case NOTIFY, ADD_TO_DIGEST -> AuditEvent.Kind.TEAM_NOTIFIED;
    };
  }
}
