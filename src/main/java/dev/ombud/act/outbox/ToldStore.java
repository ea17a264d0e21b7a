package dev.ombud.act.outbox;

import dev.ombud.act.action.StoredAction;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.database.Database;
import dev.ombud.record.history.IncidentStateStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Who was told of incidents, what was switched for them, and what of it nobody needs once they are
/// over. Waits for no worker: what one is at is left to it. What was written without an answer goes
/// on, for it may be there; but not a page: it would wake somebody, and that it is over can be said
/// without it. What decisions wait for is asked over JDBC itself. Thread-safe.
public final class ToldStore {
  /// The target of an action that looks whether a switch is still on: this, and the id of the
  /// incident.
  public static final String LIFT = "lift:";

  /// Pages and messages of which nobody knows yet, and what would still be switched by itself:
  /// there is nothing left to wake anybody for. A ticket goes out all the same, for it is how the
  /// case is remembered; what would only be another comment on one does not.
  private static final String POINTLESS =
      """
      a.incident_id = asked.id and a.ordinal < 3000 and (a.automatic
        or a.kind in ('PAGE_OWNER', 'NOTIFY')
        or (a.kind = 'OPEN_TICKET' and exists (
          select from actions there
          where there.incident_id = a.incident_id and there.kind = a.kind
            and there.target = a.target and there.state = 'DONE')))
      """;

  /// What a person said no to before anybody heard of it.
  private static final String REFUSED =
      """
      a.decision_id = asked.id and a.ordinal < 3000
        and a.kind in ('OPEN_TICKET', 'PAGE_OWNER', 'NOTIFY')
      """;

  /// What would say that something is over which is not.
  private static final String UNTRUE =
      "a.incident_id = asked.id and (a.target like 'ended:%' or a.target like 'lift:%')";

  /// One for each ticket, alert and message: what was said there first and last is answered once. A
  /// message that has a place of its own, as `channel/time` says, counts for itself, and of others
  /// the newest does. What is still under way is another one.
  private static final String TOLD =
      """
      select id, about, kind, target from (
        select each.*,
          row_number() over (partition by about order by kind = 'NOTIFY', id desc) as place
        from (
          select distinct on (about, kind, target, thread, is_done) id, about, kind, target
          from (
            select a.id, %s as about, a.kind, a.target, a.state = 'DONE' as is_done,
              case when a.kind = 'OPEN_TICKET' or a.receipt_reference like '%%/%%'
                then a.receipt_reference end as thread
            from actions a
            where %s and a.kind in ('OPEN_TICKET', 'PAGE_OWNER', 'NOTIFY') and a.ordinal < 3000
              and (a.state in ('QUEUED', 'RUNNING', 'WAITING', 'DONE')
                or (a.kind = 'PAGE_OWNER' and a.state = 'DROPPED' and a.wrote_at is not null))
              and coalesce(a.receipt_reference, '') not like 'digest:%%'
          ) told
          order by about, kind, target, thread, is_done, id desc
        ) each
      ) placed
      where place <= ?
      order by place
      """;

  private static final String OF_INCIDENTS =
      TOLD.formatted("a.incident_id", "a.incident_id = any (?)");

  private static final String OF_DECISION =
      TOLD.formatted(
          "cast(null as uuid)",
          "(a.decision_id = ? or (a.incident_id = ? and a.kind <> 'NOTIFY'))");

  /// Those who heard of an end of incidents that are open, and nothing since.
  private static final String MISLED =
      """
      select distinct on (e.target) t.id, e.incident_id, t.kind, t.target
      from actions e
        join actions t on t.id = cast(right(e.target, 36) as uuid)
      where e.incident_id = any (?) and e.target like 'ended:%'
        and e.state in ('QUEUED', 'RUNNING', 'WAITING', 'DONE')
        and not exists (
          select from actions n
          where n.incident_id = e.incident_id and n.id > e.id
            and (n.target = 'reopened:' || substr(e.target, 7)
              or (n.kind = t.kind and n.target = t.target
                and n.state in ('QUEUED', 'RUNNING', 'WAITING', 'DONE'))))
      order by e.target, e.id desc
      limit ?
      """;

  /// What a switch is: a release that was rolled back is followed by another one.
  private static final String SWITCHES = ActionFactsStore.kinds(ToldStore::isSwitch);

  private static final String SWITCHED =
      """
      select distinct incident_id from actions
      where incident_id = any (?) and state in ('QUEUED', 'RUNNING', 'WAITING', 'DONE')
        and kind in (%s)
      """
          .formatted(SWITCHES);

  private static final String NEXT_ORDINAL =
      """
      select coalesce(max(ordinal) + 1, ?) from actions
      where decision_id = ? and ordinal >= ? and ordinal < ?
      """;

  private final Database database;

  public ToldStore(Database database) {
    this.database = database;
  }

  /// An action that told somebody, or is about to.
  ///
  /// @param incidentId whose it is, where that was asked for
  public record Told(UUID id, Optional<UUID> incidentId, ActionKind kind, String target) {}

  /// Whether something lies over what people set, and can be taken off again.
  public static boolean isSwitch(ActionKind kind) {
    return kind.mitigates() && kind != ActionKind.ROLLBACK_RELEASE;
  }

  /// Those for which something was switched, or may yet be.
  public static Set<UUID> switched(Connection connection, Collection<UUID> incidents)
      throws SQLException {
    Set<UUID> found = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(SWITCHED)) {
      statement.setArray(1, connection.createArrayOf("uuid", incidents.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getObject(1, UUID.class));
        }
      }
    }
    return found;
  }

  /// Drops what was to be said or done about incidents and no worker has begun to.
  ///
  /// @param why by incident
  public static void over(Connection connection, Map<UUID, String> why, Instant at)
      throws SQLException {
    forgo(connection, POINTLESS, why, at);
  }

  /// Drops what was to be said about a decision and no worker has begun to.
  public static void refused(Connection connection, UUID decisionId, String why, Instant at)
      throws SQLException {
    forgo(connection, REFUSED, Map.of(decisionId, why), at);
  }

  /// Drops what was to say that incidents are over, as far as no worker has begun to.
  public static void notOver(Connection connection, Map<UUID, String> why, Instant at)
      throws SQLException {
    forgo(connection, UNTRUE, why, at);
  }

  private static void forgo(Connection connection, String which, Map<UUID, String> why, Instant at)
      throws SQLException {
    List<UUID> about = List.copyOf(why.keySet());
    String drop =
        """
        with pointless as (
          select a.id, asked.why
          from unnest(?, ?) as asked (id, why), actions a
          where a.state = 'QUEUED' and (a.wrote_at is null or a.kind = 'PAGE_OWNER') and %s
          for update of a skip locked
        ), changed as (
          update actions a set state = 'DROPPED', changed_at = ?, due_at = null, why = pointless.why
          from pointless where a.id = pointless.id
          returning a.decision_id, a.ordinal, a.changed_at
        )%s
        select count(*) from changed
        """
            .formatted(which, ActionStore.PASS_ON);
    try (PreparedStatement statement = connection.prepareStatement(drop)) {
      statement.setArray(1, connection.createArrayOf("uuid", about.toArray()));
      statement.setArray(
          2, connection.createArrayOf("text", about.stream().map(why::get).toArray()));
      statement.setObject(3, at.atOffset(ZoneOffset.UTC));
      statement.execute();
    }
  }

  /// Who was told of some incidents: tickets and pages before messages, the newest first.
  ///
  /// @param most of each incident
  public static List<Told> ofIncidents(Connection connection, Collection<UUID> incidents, int most)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OF_INCIDENTS)) {
      statement.setArray(1, connection.createArrayOf("uuid", incidents.toArray()));
      statement.setInt(2, most);
      return told(statement);
    }
  }

  /// Who was told of a decision; and by tickets and pages, of its incident.
  public static List<Told> ofDecision(
      Connection connection, UUID decisionId, Optional<UUID> incidentId, int most)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OF_DECISION)) {
      statement.setObject(1, decisionId);
      statement.setObject(2, incidentId.orElse(decisionId));
      statement.setInt(3, most);
      return told(statement);
    }
  }

  /// Who was told that one of these incidents is over, though it is open.
  public static List<Told> misled(Connection connection, Collection<UUID> incidents, int most)
      throws SQLException {
    List<Told> told = heardOfEnd(connection, incidents, most);
    // Hardly anybody hears of an end that does not hold: only then are the incidents looked at.
    return told.isEmpty()
        ? told
        : heardOfEnd(connection, IncidentStateStore.open(connection, incidents), most);
  }

  private static List<Told> heardOfEnd(Connection connection, Collection<UUID> incidents, int most)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(MISLED)) {
      statement.setArray(1, connection.createArrayOf("uuid", incidents.toArray()));
      statement.setInt(2, most);
      return told(statement);
    }
  }

  private static List<Told> told(PreparedStatement statement) throws SQLException {
    List<Told> told = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        told.add(
            new Told(
                rows.getObject(1, UUID.class),
                Optional.ofNullable(rows.getObject(2, UUID.class)),
                ActionKind.valueOf(rows.getString(3)),
                rows.getString(4)));
      }
    }
    return told;
  }

  /// The next ordinal of a decision from a first one on.
  public static int nextOrdinal(Connection connection, UUID decisionId, int first)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEXT_ORDINAL)) {
      statement.setInt(1, first);
      statement.setObject(2, decisionId);
      statement.setInt(3, first);
      statement.setInt(4, first + LaterStore.RANGE);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  /// Whether an incident is open.
  public boolean isOpen(UUID incidentId) {
    return database.ask(handle -> IncidentStateStore.isOpen(handle, incidentId));
  }

  /// Whether an incident is open again, or another one of the same trouble is.
  public boolean isBack(UUID incidentId) {
    return database.ask(handle -> IncidentStateStore.isBack(handle, incidentId));
  }

  /// What was switched for an incident or is about to be, the oldest first.
  public List<StoredAction> switches(UUID incidentId) {
    return database.ask(handle ->
        handle
            .createQuery(
                ActionStore.SELECT
                    + """
                    where a.incident_id = :incident and a.kind in (%s)
                      and a.state in ('QUEUED', 'RUNNING', 'WAITING', 'DONE')
                    order by a.id
                    """
                        .formatted(SWITCHES))
            .bind("incident", incidentId)
            .mapTo(StoredAction.class)
            .list());
  }

  /// What is proposed to be taken back of an incident's switches, or has been, by decision.
  public List<StoredAction> restores(UUID incidentId) {
    return database.ask(handle ->
        handle
            .createQuery(
                ActionStore.SELECT
                    + "where a.incident_id = :incident and a.kind = 'RESTORE' order by a.id")
            .bind("incident", incidentId)
            .mapTo(StoredAction.class)
            .list());
  }
}
