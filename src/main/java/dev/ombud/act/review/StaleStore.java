package dev.ombud.act.review;

import dev.ombud.act.review.ReviewStore.Newer;
import dev.ombud.ground.domain.IncidentKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/// Reviews that are open about an incident that is over, while the same trouble is back as another
/// incident: what they propose, such as taking a switch back, was proposed because it was over.
/// Over JDBC itself, in the transaction of the decisions, which wait for it. Stateless.
public final class StaleStore {
  private static final String FIND =
      """
      select distinct on (r.incident_id) r.incident_id, back.decision_id, back.at,
        greatest(back.evidence_at, r.evidence_at)
      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
          as back (product, subject, environment, cohort, cluster, incident_id, decision_id, at,
          evidence_at)
        join reviews r using (product, subject, environment, cohort, cluster)
      where r.state = 'OPEN' and r.incident_id <> back.incident_id
      order by r.incident_id, back.at desc
      """;

  private StaleStore() {}

  /// An incident that a decision opens.
  public record Opened(
      IncidentKey key, UUID incidentId, UUID decisionId, Instant at, Instant evidenceAt) {}

  /// What is to be voided because of some incidents that were opened.
  public static List<Newer> find(Connection connection, List<Opened> opened) throws SQLException {
    List<Newer> stale = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      bind(statement, 1, "text", opened, each -> each.key().product());
      bind(statement, 2, "text", opened, each -> each.key().subject());
      bind(statement, 3, "text", opened, each -> each.key().environment());
      bind(statement, 4, "text", opened, each -> each.key().cohort());
      bind(statement, 5, "text", opened, each -> each.key().cluster());
      bind(statement, 6, "uuid", opened, Opened::incidentId);
      bind(statement, 7, "uuid", opened, Opened::decisionId);
      bind(statement, 8, "timestamptz", opened, each -> Timestamp.from(each.at()));
      bind(statement, 9, "timestamptz", opened, each -> Timestamp.from(each.evidenceAt()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          stale.add(
              new Newer(
                  rows.getObject(1, UUID.class),
                  rows.getObject(2, UUID.class),
                  rows.getTimestamp(3).toInstant(),
                  rows.getTimestamp(4).toInstant(),
                  null));
        }
      }
    }
    return stale;
  }

  private static void bind(
      PreparedStatement statement,
      int index,
      String type,
      List<Opened> rows,
      Function<Opened, Object> value)
      throws SQLException {
    statement.setArray(
        index, statement.getConnection().createArrayOf(type, rows.stream().map(value).toArray()));
  }
}
