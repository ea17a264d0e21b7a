package dev.ombud.review;

import dev.ombud.audit.AuditEvent;
import dev.ombud.audit.AuditLog;
import dev.ombud.domain.Tier;
import dev.ombud.domain.TimeIds;
import dev.ombud.review.Proposal.Proposed;
import dev.ombud.review.ReviewStore.Newer;
import dev.ombud.review.ReviewStore.Voided;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes what decisions propose, and voids what is older, in the transaction of the decisions: two
/// statements, however many they are. Stateless.
final class ProposalStore {
  private static final String SUPERSEDE =
      """
      update reviews r
      set state = 'SUPERSEDED', closed_at = newer.at, closed_by = 'service',
        reason = newer.reason, superseded_by = newer.decision_id
      from unnest(?, ?, ?, ?) as newer (incident_id, decision_id, at, reason)
      where r.incident_id = newer.incident_id and r.state = 'OPEN'
      returning r.id, r.decision_id, r.incident_id, r.superseded_by, r.tier, r.actions
      """;

  private static final String INSERT =
      """
      insert into reviews (id, decision_id, incident_id, product, subject, environment, cohort,
        cluster, surface, severity, tier, scope, priority, confidence, owner_team, lane, actions,
        evidence_digest, binding, proposed_at, due_at, raised_from, state, superseded_by, closed_at,
        closed_by, reason)
      select id, decision_id, incident_id, product, subject, environment, cohort,
        cluster, surface, severity, tier, scope, priority, confidence, owner_team, lane,
        actions::json, evidence_digest, binding, proposed_at, due_at, raised_from,
        case when superseded_by is null then 'OPEN' else 'SUPERSEDED' end, superseded_by,
        case when superseded_by is not null then closed_at end,
        case when superseded_by is not null then 'service' end, reason
      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        as fresh (id, decision_id, incident_id, product, subject, environment, cohort,
          cluster, surface, severity, tier, scope, priority, confidence, owner_team, lane, actions,
          evidence_digest, binding, proposed_at, due_at, raised_from, superseded_by, closed_at,
          reason)
      """;

  private ProposalStore() {}

  static List<Voided> propose(Connection connection, List<Proposal> proposals) throws SQLException {
    Map<UUID, Newer> newest = new HashMap<>();
    for (Proposal proposal : proposals) {
      if (proposal.incidentId() != null) {
        newest.put(
            proposal.incidentId(),
            new Newer(proposal.incidentId(), proposal.decisionId(), proposal.at()));
      }
    }
    List<Voided> voided = supersede(connection, List.copyOf(newest.values()));
    if (!proposals.isEmpty()) {
      insert(connection, rows(proposals, voided));
    }
    return List.copyOf(voided);
  }

  static List<Voided> supersede(Connection connection, List<Newer> newer) throws SQLException {
    List<Voided> voided = new ArrayList<>();
    if (newer.isEmpty()) {
      return voided;
    }
    try (PreparedStatement statement = connection.prepareStatement(SUPERSEDE)) {
      bind(statement, 1, "uuid", newer, Newer::incidentId);
      bind(statement, 2, "uuid", newer, Newer::decisionId);
      bind(statement, 3, "timestamptz", newer, each -> Timestamp.from(each.at()));
      bind(statement, 4, "text", newer, Newer::reason);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          voided.add(
              new Voided(
                  rows.getObject(1, UUID.class),
                  rows.getObject(2, UUID.class),
                  rows.getObject(3, UUID.class),
                  rows.getObject(4, UUID.class),
                  Tier.valueOf(rows.getString(5)),
                  ReviewRow.actions(rows.getString(6)).stream().map(Proposed::ordinal).toList()));
        }
      }
    }
    for (Voided each : voided) {
      AuditLog.append(connection, event(each, newer));
    }
    return voided;
  }

  private static AuditEvent event(Voided voided, List<Newer> newer) {
    Newer by =
        newer.stream()
            .filter(each -> each.decisionId().equals(voided.by()))
            .findFirst()
            .orElseThrow();
    return new AuditEvent(
        TimeIds.at(by.at()),
        AuditEvent.Kind.REVIEW_SUPERSEDED,
        "service",
        Reviews.subject(voided.reviewId()),
        voided.decisionId(),
        by.reason(),
        Map.of("by", voided.by().toString()));
  }

  /// @param by the one of the same list that voids it at once
  private record Row(Proposal proposal, @Nullable Tier raisedFrom, @Nullable Newer by) {}

  /// Adds to what is voided those that were never open to anybody, which so is no event.
  private static List<Row> rows(List<Proposal> proposals, List<Voided> voided) {
    Map<UUID, Tier> before = new HashMap<>();
    voided.forEach(each -> before.put(each.incidentId(), each.tier()));
    Map<UUID, Integer> last = new HashMap<>();
    List<Row> rows = new ArrayList<>(proposals.size());
    for (Proposal proposal : proposals) {
      UUID incident = proposal.incidentId();
      if (incident == null) {
        rows.add(new Row(proposal, null, null));
        continue;
      }
      Tier was = before.put(incident, proposal.tier());
      boolean isRaised = was != null && was.compareTo(proposal.tier()) < 0;
      Integer earlier = last.put(incident, rows.size());
      if (earlier != null) {
        Row row = rows.get(earlier);
        Proposal old = row.proposal();
        Newer by = new Newer(incident, proposal.decisionId(), proposal.at());
        rows.set(earlier, new Row(old, row.raisedFrom(), by));
        voided.add(
            new Voided(
                old.reviewId(),
                old.decisionId(),
                incident,
                by.decisionId(),
                old.tier(),
                old.ordinals()));
      }
      rows.add(new Row(proposal, isRaised ? was : null, null));
    }
    return rows;
  }

  private static void insert(Connection connection, List<Row> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      bindProposals(statement, rows.stream().map(Row::proposal).toList());
      bind(statement, 22, "text", rows, row -> name(row.raisedFrom()));
      bind(statement, 23, "uuid", rows, row -> row.by() == null ? null : row.by().decisionId());
      bind(
          statement,
          24,
          "timestamptz",
          rows,
          row -> row.by() == null ? null : Timestamp.from(row.by().at()));
      bind(statement, 25, "text", rows, row -> row.by() == null ? null : row.by().reason());
      statement.executeUpdate();
    }
  }

  private static void bindProposals(PreparedStatement statement, List<Proposal> rows)
      throws SQLException {
    bind(statement, 1, "uuid", rows, Proposal::reviewId);
    bind(statement, 2, "uuid", rows, Proposal::decisionId);
    bind(statement, 3, "uuid", rows, Proposal::incidentId);
    bind(statement, 4, "text", rows, Proposal::product);
    bind(statement, 5, "text", rows, row -> row.key().subject());
    bind(statement, 6, "text", rows, row -> row.key().environment());
    bind(statement, 7, "text", rows, row -> row.key().cohort());
    bind(statement, 8, "text", rows, row -> row.key().cluster());
    bind(statement, 9, "text", rows, Proposal::surface);
    bind(statement, 10, "text", rows, row -> row.severity().name());
    bind(statement, 11, "text", rows, row -> row.tier().name());
    bind(statement, 12, "text", rows, row -> row.scope().name());
    bind(statement, 13, "float8", rows, Proposal::priority);
    bind(statement, 14, "float8", rows, Proposal::confidence);
    bind(statement, 15, "text", rows, Proposal::owner);
    bind(statement, 16, "text", rows, row -> row.lane().name());
    bind(statement, 17, "text", rows, ReviewRow::actions);
    bindBytes(statement, 18, rows, Proposal::evidenceDigest);
    bindBytes(statement, 19, rows, Binding::of);
    bind(statement, 20, "timestamptz", rows, row -> Timestamp.from(row.at()));
    bind(statement, 21, "timestamptz", rows, row -> Timestamp.from(row.dueAt()));
  }

  private static @Nullable String name(@Nullable Tier tier) {
    return tier == null ? null : tier.name();
  }

  private static <T> void bind(
      PreparedStatement statement,
      int index,
      String type,
      List<T> rows,
      Function<T, @Nullable Object> value)
      throws SQLException {
    statement.setArray(
        index, statement.getConnection().createArrayOf(type, rows.stream().map(value).toArray()));
  }

  private static <T> void bindBytes(
      PreparedStatement statement, int index, List<T> rows, Function<T, byte[]> value)
      throws SQLException {
    statement.setArray(
        index,
        statement
            .getConnection()
            .createArrayOf("bytea", rows.stream().map(value).toArray(byte[][]::new)));
  }
}
