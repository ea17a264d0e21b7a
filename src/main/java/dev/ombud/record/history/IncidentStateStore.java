package dev.ombud.record.history;

import dev.ombud.ground.domain.IncidentKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// What whoever acts asks of incidents, and the one thing that it tells them. Each in the
/// transaction of the asker; what decisions wait for, over JDBC itself. Stateless.
public final class IncidentStateStore {
  private static final String IN_STATE =
      "select id from incidents where id = any (?) and state = ?";

  private static final String ENDED_BY =
      """
      select e.decision_id from incidents i
        join audit_events e on e.subject = 'incident:' || i.id and e.kind = 'INCIDENT_ENDED'
      where i.id = ? and i.state = 'CLOSED'
      order by e.id desc limit 1
      for share of i
      """;

  private static final String IS_BACK =
      """
      select exists (
        select from incidents over
          join incidents i using (product, subject, environment, cohort, cluster)
        where over.id = ? and i.state = 'OPEN'
      )
      """;

  private IncidentStateStore() {}

  /// Those of some incidents that are open.
  public static Set<UUID> open(Connection connection, Collection<UUID> incidents)
      throws SQLException {
    return inState(connection, "OPEN", incidents);
  }

  /// Those of some incidents that are over.
  public static Set<UUID> closed(Connection connection, Collection<UUID> incidents)
      throws SQLException {
    return inState(connection, "CLOSED", incidents);
  }

  private static Set<UUID> inState(Connection connection, String state, Collection<UUID> incidents)
      throws SQLException {
    Set<UUID> found = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(IN_STATE)) {
      statement.setArray(1, connection.createArrayOf("uuid", incidents.toArray()));
      statement.setString(2, state);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getObject(1, UUID.class));
        }
      }
    }
    return found;
  }

  /// The decision that ended an incident, which stays over until the end of the transaction;
  /// nothing where it is open.
  public static Optional<UUID> endedBy(Connection connection, UUID incident) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ENDED_BY)) {
      statement.setObject(1, incident);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(rows.getObject(1, UUID.class)) : Optional.empty();
      }
    }
  }

  /// Whether an incident is open again, or another one of the same trouble is.
  public static boolean isBack(Connection connection, UUID incident) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(IS_BACK)) {
      statement.setObject(1, incident);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /// The same.
  public static boolean isBack(Handle handle, UUID incident) {
    return handle.createQuery(IS_BACK).bind(0, incident).mapTo(Boolean.class).one();
  }

  public static boolean isOpen(Handle handle, UUID incident) {
    return handle
        .createQuery("select exists (select from incidents where id = ? and state = 'OPEN')")
        .bind(0, incident)
        .mapTo(Boolean.class)
        .one();
  }

  /// Whether there is such an incident, or was.
  public static boolean isKnown(Handle handle, UUID incident) {
    return handle
        .createQuery("select exists (select from incidents where id = ?)")
        .bind(0, incident)
        .mapTo(Boolean.class)
        .one();
  }

  /// The decision of its newest window.
  public static Optional<UUID> lastDecision(Handle handle, UUID incident) {
    return handle
        .createQuery("select last_decision_id from incidents where id = ?")
        .bind(0, incident)
        .mapTo(UUID.class)
        .findOne();
  }

  /// Those of some clusters of a product about which an incident is open that is no drill.
  public static List<String> openClusters(
      Handle handle, String product, Collection<String> clusters) {
    return handle
        .createQuery(
            """
            select distinct cluster from incidents
            where product = :product and state = 'OPEN' and cluster = any (:themes)
              and environment <> :drill
            order by cluster
            """)
        .bind("product", product)
        .bindArray("themes", String.class, clusters)
        .bind("drill", IncidentKey.DRILL)
        .mapTo(String.class)
        .list();
  }

  /// A mitigation ran: the incident cools down from here on, and its next decision reads that.
  public static void noteMitigation(Handle handle, UUID incident, Instant at) {
    handle.execute(
        "update incidents set mitigated_at = greatest(mitigated_at, ?) where id = ?", at, incident);
  }
}
