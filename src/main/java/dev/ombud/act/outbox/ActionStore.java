package dev.ombud.act.outbox;

import dev.ombud.act.action.ActionQuery;
import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.NewAction;
import dev.ombud.act.action.QueueLevel;
import dev.ombud.act.action.Step;
import dev.ombud.act.action.StoredAction;
import dev.ombud.ground.base.DrillFilter;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.BinaryCopy;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Page;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The table of actions: adds them in their decision's transaction and finds them. What people's
/// answers do to them is in [ApprovalStore], what the workers do in [AttemptStore]. Thread-safe.
public final class ActionStore {
  private static final String COPY_ACTIONS =
      """
      copy actions (created_at, changed_at, due_at, id, decision_id, incident_id, ordinal, parent,
        automatic, kind, state, why, target, product, environment, turn_at)
      from stdin (format binary)
      """;

  private static final byte[] TRUE = {1};
  private static final byte[] FALSE = {0};
  private static final int ROW_BYTES = 256;

  static final String SELECT = select("actions");

  /// What waited for actions need wait no longer; a term of `with` after `changed`, the actions.
  static final String PASS_ON =
      """
      , children as (
        update actions c set due_at = p.changed_at, turn_at = p.changed_at from changed p
        where c.decision_id = p.decision_id and c.parent = p.ordinal
          and c.state = 'QUEUED' and c.due_at is null
          and not exists (
            select from changed d where d.decision_id = c.decision_id and d.ordinal = c.ordinal)
      )
      """;

  private final Database database;

  public ActionStore(Database database) {
    this.database = database;
  }

  /// With the receipt of the parent, if there is one.
  static String select(String actions) {
    return """
    select a.*, p.receipt_reference as parent_receipt_reference,
      p.receipt_address as parent_receipt_address, p.receipt_state as parent_receipt_state
    from %s a left join actions p on p.decision_id = a.decision_id and p.ordinal = a.parent
    """
        .formatted(actions);
  }

  /// Adds the actions of some decisions in the decisions' own transaction; those that wait for
  /// nobody are next at once.
  public static void enqueue(Connection connection, List<NewAction> actions) throws SQLException {
    enqueue(connection, actions, _ -> Optional.empty());
  }

  /// @param obstacle why nobody can carry an action out as things are: it is held at once, so that
  ///   no worker finds out; nothing where somebody can
  public static void enqueue(
      Connection connection,
      List<NewAction> actions,
      Function<NewAction, Optional<String>> obstacle)
      throws SQLException {
    if (actions.isEmpty()) {
      return;
    }
    BinaryCopy rows = new BinaryCopy(actions.size() * ROW_BYTES);
    for (NewAction action : actions) {
      LiveState wanted = action.liveState();
      String why = wanted == LiveState.QUEUED ? obstacle.apply(action).orElse(null) : null;
      LiveState state = why == null ? wanted : LiveState.HELD;
      copy(rows, action, state, why);
    }
    rows.copyInto(connection, COPY_ACTIONS);
  }

  private static void copy(
      BinaryCopy rows, NewAction action, LiveState state, @Nullable String why) {
    boolean isDue = state == LiveState.QUEUED && action.parent() == null;
    rows.row(16).timestamp(action.at()).timestamp(action.at());
    due(rows, action, isDue);
    rows.uuid(action.actionId()).uuid(action.decisionId()).uuid(action.incidentId());
    rows.smallint(action.ordinal());
    if (action.parent() == null) {
      rows.text(null);
    } else {
      rows.smallint(action.parent());
    }
    rows.bytea(action.isAutomatic() ? TRUE : FALSE).name(action.kind()).name(state).text(why);
    rows.text(action.target()).text(action.product()).text(action.environment());
    due(rows, action, isDue);
  }

  private static void due(BinaryCopy rows, NewAction action, boolean isDue) {
    if (isDue) {
      rows.timestamp(action.at());
    } else {
      rows.text(null);
    }
  }

  /// Closes what waited for a person, in the transaction of the newer decision that makes it
  /// pointless.
  ///
  /// @param ordinals what the voided review had proposed: another one of the same decision may wait
  ///   for something else
  public static void forgo(
      Connection connection, UUID decisionId, List<Integer> ordinals, String why, Instant at)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            with changed as (
              update actions set state = 'DROPPED', changed_at = ?, why = ?
              where decision_id = ? and ordinal = any (?)
                and state in ('AWAITING_APPROVAL', 'RECOMMENDED')
              returning decision_id, ordinal, changed_at
            )%s
            select count(*) from changed
            """
                .formatted(PASS_ON))) {
      statement.setObject(1, at.atOffset(ZoneOffset.UTC));
      statement.setString(2, why);
      statement.setObject(3, decisionId);
      statement.setArray(4, connection.createArrayOf("integer", ordinals.toArray()));
      statement.execute();
    }
  }

  /// What waits for the digest since before a moment, oldest first.
  public List<StoredAction> forDigest(Instant before, int most) {
    return database.ask(handle ->
        handle
            .createQuery(
                SELECT + " where a.state = 'DIGEST' and a.id < :before order by a.id limit :most")
            .bind("before", TimeIds.notBefore(before))
            .bind("most", most)
            .mapTo(StoredAction.class)
            .list());
  }

  /// Notes that these stand in a digest now.
  public void digested(List<UUID> ids, Instant at) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                update actions set state = 'DONE', changed_at = :at
                where id = any (:ids) and state = 'DIGEST'
                """)
            .bind("at", at)
            .bindArray("ids", UUID.class, ids)
            .execute());
  }

  /// How the actions of a decision stand, by their ordinals.
  public static Map<Integer, LiveState> stateOf(Handle handle, UUID decisionId) {
    return handle
        .createQuery("select ordinal, state from actions where decision_id = :decision")
        .bind("decision", decisionId)
        .map((row, _) -> Map.entry(row.getInt(1), LiveState.valueOf(row.getString(2))))
        .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
  }

  public Optional<StoredAction> find(UUID id) {
    return database.ask(handle -> find(handle, id));
  }

  static Optional<StoredAction> find(Handle handle, UUID id) {
    return handle
        .createQuery(SELECT + "where a.id = :id")
        .bind("id", id)
        .mapTo(StoredAction.class)
        .findOne();
  }

  /// The same, and nobody else changes it before the end of the transaction.
  static Optional<StoredAction> lock(Handle handle, UUID id) {
    return handle
        .createQuery(SELECT + "where a.id = :id for update of a")
        .bind("id", id)
        .mapTo(StoredAction.class)
        .findOne();
  }

  /// The actions of one decision, by their ordinals.
  public List<StoredAction> ofDecision(UUID decisionId) {
    return ofDecisions(List.of(decisionId));
  }

  public List<StoredAction> ofDecisions(List<UUID> decisionIds) {
    return database.ask(handle ->
        handle
            .createQuery(SELECT + "where a.decision_id = any (:decisions) order by a.ordinal")
            .bindArray("decisions", UUID.class, decisionIds)
            .mapTo(StoredAction.class)
            .list());
  }

  public Page<StoredAction> page(ActionQuery query) {
    StringBuilder sql = new StringBuilder(SELECT).append("where true");
    Map<String, Object> bindings = new HashMap<>();
    // As a constant, so that the planner sees that the partial index has them all.
    query.state().ifPresent(state -> sql.append(" and a.state = '" + state.name() + "'"));
    query.kind().ifPresent(kind -> sql.append(" and a.kind = '" + kind.name() + "'"));
    filter(sql, bindings, "target", "=", query.target().orElse(null));
    if (query.target().isPresent() && query.kind().isEmpty()) {
      // Most of what is asked for, and none of it goes to its target but with the digest.
      sql.append(" and a.kind <> 'ADD_TO_DIGEST'");
    }
    filter(sql, bindings, "decision_id", "=", query.decisionId().orElse(null));
    filter(sql, bindings, "incident_id", "=", query.incidentId().orElse(null));
    if (query.leavesDrillsOut() || query.drills() == DrillFilter.ONLY) {
      boolean isOnly = query.drills() == DrillFilter.ONLY;
      filter(sql, bindings, "environment", isOnly ? "=" : "<>", IncidentKey.DRILL);
    }
    filter(sql, bindings, "id", "<", query.before().orElse(null));
    // One more than asked for tells whether there is a next page.
    sql.append(" order by a.id desc limit ").append(query.limit() + 1);
    List<StoredAction> found =
        database.ask(handle ->
            handle.createQuery(sql.toString()).bindMap(bindings).mapTo(StoredAction.class).list());
    return Page.of(found, query.limit(), StoredAction::id);
  }

  private static void filter(
      StringBuilder sql,
      Map<String, Object> bindings,
      String column,
      String comparison,
      @Nullable Object value) {
    if (value != null) {
      sql.append(" and a.%1$s %2$s :%1$s".formatted(column, comparison));
      bindings.put(column, value);
    }
  }

  /// All that was done about an action, from the first step on.
  public List<Step> steps(UUID actionId) {
    return new StepStore(database).of(actionId);
  }

  /// What is in the queue, by kind, target and state; drills are left out.
  public List<QueueLevel> levels() {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select kind, split_part(target, ':', 1) as target, state, count(*),
                  min(created_at) as oldest
                from actions
                where state in ('QUEUED', 'AWAITING_APPROVAL', 'RUNNING', 'WAITING', 'HELD', 'DEAD')
                  and environment <> :drill
                group by 1, 2, 3
                """)
            .bind("drill", IncidentKey.DRILL)
            .mapTo(QueueLevel.class)
            .list());
  }
}
