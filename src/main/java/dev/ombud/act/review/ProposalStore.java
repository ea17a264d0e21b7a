package dev.ombud.act.review;

import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.act.review.ReviewStore.Newer;
import dev.ombud.act.review.ReviewStore.Voided;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.Tier;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes what decisions propose, and voids what is older, in the transaction of the decisions: two
/// statements, however many they are, and one more where evidence was revised. Over JDBC itself and
/// not by Jdbi, since every decision waits for it and columns go as arrays. Stateless.
final class ProposalStore {
  /// Reads what stays as well: it is open on newer evidence.
  private static final String SUPERSEDE =
      """
      with newer as (
        select * from unnest(?, ?, ?, ?, ?) as n (incident_id, decision_id, at, evidence_at, reason)
      ), voided as (
        update reviews r
        set state = 'SUPERSEDED', closed_at = newer.at, closed_by = 'service',
          reason = newer.reason, superseded_by = newer.decision_id
        from newer
        where r.incident_id = newer.incident_id and r.state = 'OPEN'
          and (r.evidence_at is null or r.evidence_at <= newer.evidence_at)
        returning r.id, r.decision_id, r.incident_id, r.superseded_by, r.tier, r.actions
      )
      select * from voided
      union all
      select r.id, r.decision_id, r.incident_id, null, r.tier, r.actions
      from reviews r join newer on r.incident_id = newer.incident_id
      where r.state = 'OPEN' and r.evidence_at > newer.evidence_at
      """;

  /// What was measured after a mitigation is no evidence of an incident, and stays.
  private static final String REVISE =
      """
      update reviews r
      set state = 'SUPERSEDED', closed_at = newer.at, closed_by = 'service',
        reason = newer.reason, superseded_by = newer.decision_id
      from unnest(?, ?, ?, ?) as newer (revised, decision_id, at, reason)
      where r.decision_id = newer.revised and r.state = 'OPEN' and r.incident_id is not null
      returning r.id, r.decision_id, r.incident_id, r.superseded_by, r.tier, r.actions
      """;

  private static final String INSERT =
      """
      insert into reviews (id, decision_id, incident_id, product, subject, environment, cohort,
        cluster, surface, severity, tier, scope, priority, confidence, owner_team, lane, actions,
        evidence_digest, binding, evidence_at, proposed_at, due_at, raised_from, state,
        superseded_by, closed_at, closed_by, reason)
      select id, decision_id, incident_id, product, subject, environment, cohort,
        cluster, surface, severity, tier, scope, priority, confidence, owner_team, lane,
        actions::json, evidence_digest, binding, evidence_at, proposed_at, due_at, raised_from,
        case when superseded_by is null then 'OPEN' else 'SUPERSEDED' end, superseded_by,
        case when superseded_by is not null then closed_at end,
        case when superseded_by is not null then 'service' end, reason
      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        as fresh (id, decision_id, incident_id, product, subject, environment, cohort,
          cluster, surface, severity, tier, scope, priority, confidence, owner_team, lane, actions,
          evidence_digest, binding, evidence_at, proposed_at, due_at, raised_from, superseded_by,
          closed_at, reason)
      """;

  private ProposalStore() {}

  static List<Voided> propose(Connection connection, List<Newer> newer, List<Proposal> proposals)
      throws SQLException {
    List<Newer> ordered = newer.stream().sorted(Comparator.comparing(Newer::evidenceAt)).toList();
    List<Voided> voided = new ArrayList<>(revise(connection, ordered));
    Map<UUID, UUID> standing = supersede(connection, ordered, voided);
    if (!proposals.isEmpty()) {
      insert(connection, rows(ordered, proposals, voided, standing));
    }
    return List.copyOf(voided);
  }

  private static List<Voided> revise(Connection connection, List<Newer> newer) throws SQLException {
    List<Newer> revising = newer.stream().filter(each -> each.revises() != null).toList();
    if (revising.isEmpty()) {
      return List.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(REVISE)) {
      bind(statement, 1, "uuid", revising, Newer::revises);
      bind(statement, 2, "uuid", revising, Newer::decisionId);
      bind(statement, 3, "timestamptz", revising, each -> Timestamp.from(each.at()));
      bind(statement, 4, "text", revising, ProposalStore::revised);
      List<Voided> voided = new ArrayList<>();
      read(statement, voided, new HashMap<>());
      append(connection, voided, revising, ProposalStore::revised);
      return voided;
    }
  }

  /// @param voided gets what is
  /// @return what is open on newer evidence: its decision by its incident
  private static Map<UUID, UUID> supersede(
      Connection connection, List<Newer> newer, List<Voided> voided) throws SQLException {
    Map<UUID, Newer> newest = new HashMap<>();
    for (Newer each : newer) {
      if (each.incidentId() != null) {
        newest.put(each.incidentId(), each);
      }
    }
    Map<UUID, UUID> standing = new HashMap<>();
    if (newest.isEmpty()) {
      return standing;
    }
    List<Newer> asked = List.copyOf(newest.values());
    List<Voided> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(SUPERSEDE)) {
      bind(statement, 1, "uuid", asked, Newer::incidentId);
      bind(statement, 2, "uuid", asked, Newer::decisionId);
      bind(statement, 3, "timestamptz", asked, each -> Timestamp.from(each.at()));
      bind(statement, 4, "timestamptz", asked, each -> Timestamp.from(each.evidenceAt()));
      bind(statement, 5, "text", asked, each -> older(each.decisionId()));
      read(statement, found, standing);
    }
    append(connection, found, asked, each -> older(each.decisionId()));
    voided.addAll(found);
    return standing;
  }

  private static void read(
      PreparedStatement statement, List<Voided> voided, Map<UUID, UUID> standing)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        UUID decision = rows.getObject(2, UUID.class);
        UUID incident = rows.getObject(3, UUID.class);
        @Nullable UUID by = rows.getObject(4, UUID.class);
        if (by == null) {
          standing.put(incident, decision);
        } else {
          voided.add(
              new Voided(
                  rows.getObject(1, UUID.class),
                  decision,
                  incident,
                  by,
                  Tier.valueOf(rows.getString(5)),
                  ReviewRow.actions(rows.getString(6)).stream().map(Proposed::ordinal).toList()));
        }
      }
    }
  }

  private static String older(UUID by) {
    return "decision `%s` has newer evidence of the same incident".formatted(by);
  }

  private static String revised(Newer by) {
    return "decision `%s` revises the evidence".formatted(by.decisionId());
  }

  private static void append(
      Connection connection, List<Voided> voided, List<Newer> newer, Function<Newer, String> reason)
      throws SQLException {
    for (Voided each : voided) {
      Newer by =
          newer.stream()
              .filter(one -> one.decisionId().equals(each.by()))
              .findFirst()
              .orElseThrow();
      AuditLog.append(
          connection,
          new AuditEvent(
              TimeIds.at(by.at()),
              AuditEvent.Kind.REVIEW_SUPERSEDED,
              "service",
              Reviews.subject(each.reviewId()),
              each.decisionId(),
              reason.apply(by),
              Map.of("by", each.by().toString())));
    }
  }

  /// @param by the decision that voids it at once, or null
  private record Row(Proposal proposal, @Nullable Tier raisedFrom, @Nullable UUID by) {}

  /// Adds to what is voided those that were never open to anybody, which so is no event.
  ///
  /// @param newer in the order of their evidence
  private static List<Row> rows(
      List<Newer> newer, List<Proposal> proposals, List<Voided> voided, Map<UUID, UUID> standing) {
    Map<UUID, Proposal> byDecision = new HashMap<>();
    proposals.forEach(each -> byDecision.put(each.decisionId(), each));
    Map<UUID, Tier> before = new HashMap<>();
    voided.forEach(each -> before.put(each.incidentId(), each.tier()));
    Map<UUID, UUID> next = new HashMap<>(standing);
    Map<UUID, UUID> voiding = new HashMap<>();
    for (Newer each : newer.reversed()) {
      if (each.incidentId() != null) {
        UUID by = next.put(each.incidentId(), each.decisionId());
        if (by != null) {
          voiding.put(each.decisionId(), by);
        }
      }
    }
    List<Row> rows = new ArrayList<>(proposals.size());
    for (Newer each : newer) {
      Proposal proposal = byDecision.get(each.decisionId());
      UUID incident = each.incidentId();
      if (proposal == null) {
        continue;
      }
      Tier was = incident == null ? null : before.put(incident, proposal.tier());
      boolean isRaised = was != null && was.compareTo(proposal.tier()) < 0;
      UUID by = voiding.get(each.decisionId());
      rows.add(new Row(proposal, isRaised ? was : null, by));
      if (incident != null && by != null) {
        voided.add(
            new Voided(
                proposal.reviewId(),
                proposal.decisionId(),
                incident,
                by,
                proposal.tier(),
                proposal.ordinals()));
      }
    }
    return rows;
  }

  private static void insert(Connection connection, List<Row> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      bindProposals(statement, rows.stream().map(Row::proposal).toList());
      bind(statement, 23, "text", rows, row -> name(row.raisedFrom()));
      bind(statement, 24, "uuid", rows, Row::by);
      bind(
          statement,
          25,
          "timestamptz",
          rows,
          row -> row.by() == null ? null : Timestamp.from(row.proposal().at()));
      bind(statement, 26, "text", rows, row -> row.by() == null ? null : older(row.by()));
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
    bind(statement, 20, "timestamptz", rows, row -> Timestamp.from(row.evidenceAt()));
    bind(statement, 21, "timestamptz", rows, row -> Timestamp.from(row.at()));
    bind(statement, 22, "timestamptz", rows, row -> Timestamp.from(row.dueAt()));
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
