package dev.ombud.act.outbox;

import dev.ombud.act.action.StoredAction;
import dev.ombud.ground.code.ActionKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// The list of what workers do next, as db-scheduler keeps it: `scheduled_tasks`. It takes rows
/// from it, marks them as picked and revives those of dead instances; all else about them is done
/// here, in the transactions that change the actions. Stateless.
final class ScheduleStore {
  /// The task of db-scheduler; its instances are actions.
  static final String TASK = "action";

  /// Between two actions of a target that was shut.
  private static final Duration PACE = Duration.ofMillis(20);

  private static final int MOST_PUT_OFF = 10_000;

  private static final String PRIORITY =
      """
      case c.kind when 'PAGE_OWNER' then 20 when 'OPEN_TICKET' then 10 when 'NOTIFY' then 0 else 30 end
      """;

  private static final String COLUMNS =
      "(task_name, task_instance, execution_time, picked, version, priority)";

  /// Takes an action off the list; a term of `with` after `changed`, the action.
  static final String REMOVE =
      """
      , removed as (
        delete from scheduled_tasks
        where task_name = 'action' and task_instance = (select id::text from changed)
      )
      """;

  private static final String ADD_CHILDREN = addChildren(":now");

  /// Takes an action off the list, and what waited for it need wait no longer.
  static final String PASS_ON = REMOVE + ADD_CHILDREN;

  /// Gives an action back that a worker took, to be taken up at `:due`; after `changed`.
  static final String PUT_BACK =
      """
      , returned as (
        update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null,
          execution_time = cast(:due as timestamptz), version = version + 1
        where task_name = 'action' and task_instance = (select id::text from changed)
      )
      """;

  private static final String ONE = "select cast(:id as uuid) as id";

  /// The same of several actions, in a transaction that somebody else began.
  private static final String PASS_ON_ALL =
      ("with changed as (select id, decision_id, ordinal from actions where id = any (?))"
              + ADD_CHILDREN
              + ", removed as (delete from scheduled_tasks where task_name = 'action'"
              + " and task_instance in (select id::text from changed))"
              + " select count(*) from changed")
          .replace(":now", "?");

  private ScheduleStore() {}

  /// What waited for actions need wait no longer; a term of `with` after `changed`, the actions.
  ///
  /// @param now the name of the parameter that has the time; it stands there twice
  static String addChildren(String now) {
    return """
    , children as (
      update actions c set due_at = %1$s from changed p
      where c.decision_id = p.decision_id and c.parent = p.ordinal
        and c.state = 'QUEUED' and c.due_at is null
      returning c.id, c.kind
    ), added as (
      insert into scheduled_tasks %2$s
      select 'action', c.id::text, %1$s, false, 1, %3$s from children c
      on conflict (task_name, task_instance) do nothing
    )
    """
        .formatted(now, COLUMNS, PRIORITY);
  }

  /// What changes what customers get goes before what wakes people, and that before what tells
  /// them.
  static int priority(ActionKind kind) {
    return switch (kind) {
      case FREEZE_ROLLOUT,
          REDUCE_EXPOSURE,
          DISABLE_VARIATION,
          DISABLE_FLAG,
          SHOW_BANNER,
          SWITCH_FALLBACK,
          ROLLBACK_RELEASE,
          PAUSE_EXPERIMENT,
          RESTORE ->
          30;
      case PAGE_OWNER -> 20;
      case OPEN_TICKET -> 10;
      case NOTIFY, ADD_TO_DIGEST -> 0;
    };
  }

  /// Puts actions on the list of what workers do next.
  static void add(Handle handle, Collection<UUID> ids, Instant due) {
    handle
        .createUpdate(
            """
            insert into scheduled_tasks %s
            select 'action', c.id::text, :due, false, 1, %s from actions c where c.id = any(:ids)
            on conflict (task_name, task_instance) do nothing
            """
                .formatted(COLUMNS, PRIORITY))
        .bind("due", due)
        .bindArray("ids", UUID.class, ids)
        .execute();
  }

  /// What waited for some actions need wait no longer.
  static void addChildren(Handle handle, Collection<UUID> parents, Instant due) {
    alone(
            handle,
            "select id, decision_id, ordinal from actions where id = any(:parents)",
            ADD_CHILDREN)
        .bind("now", due)
        .bindArray("parents", UUID.class, parents)
        .mapTo(Integer.class)
        .one();
  }

  /// Takes actions off the list that came to their end, and what waited for them need wait no
  /// longer.
  static void passOn(Connection connection, Collection<UUID> ids, Instant due) throws SQLException {
    OffsetDateTime now = due.atOffset(ZoneOffset.UTC);
    try (PreparedStatement statement = connection.prepareStatement(PASS_ON_ALL)) {
      statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
      statement.setObject(2, now);
      statement.setObject(3, now);
      statement.executeQuery().close();
    }
  }

  /// Takes an action off the list.
  static int remove(Handle handle, UUID id) {
    return alone(handle, ONE, REMOVE).bind("id", id).mapTo(Integer.class).one();
  }

  /// Gives an action back that a worker took, to be taken up at a later time.
  static int putBack(Handle handle, UUID id, Instant due) {
    return alone(handle, ONE, PUT_BACK)
        .bind("id", id)
        .bind("due", due.toString())
        .mapTo(Integer.class)
        .one();
  }

  /// A term where nothing else about the actions changes.
  private static Query alone(Handle handle, String changed, String term) {
    return handle.createQuery(
        "with changed as (%s) %s select count(*) from changed".formatted(changed, term));
  }

  /// Puts off what is due now for the same target, one after the other, so that none of it takes a
  /// worker only to be given back.
  static int putOff(Handle handle, StoredAction action, Instant now, Instant from) {
    return handle
        .createUpdate(
            """
            with due as (
              select t.task_instance from scheduled_tasks t
                join actions a on a.id = cast(t.task_instance as uuid)
              where t.task_name = 'action' and not t.picked and t.execution_time <= :now
                and a.kind = :kind and a.target = :target
              order by t.execution_time limit :most
              for update of t skip locked
            ), turns as (select task_instance, row_number() over () as turn from due)
            update scheduled_tasks t
            set execution_time = :from + turns.turn * cast(:pace as interval),
              version = version + 1
            from turns
            where t.task_name = 'action' and t.task_instance = turns.task_instance
            """)
        .bind("now", now)
        .bind("from", from)
        .bind("kind", action.kind().name())
        .bind("target", action.target())
        .bind("most", MOST_PUT_OFF)
        .bind("pace", PACE.toString())
        .execute();
  }
}
