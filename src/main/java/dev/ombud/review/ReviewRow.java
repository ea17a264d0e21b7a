package dev.ombud.review;

import dev.ombud.contract.Json;
import dev.ombud.domain.ActionKind;
import dev.ombud.domain.ActionState;
import dev.ombud.domain.IncidentKey;
import dev.ombud.domain.Scope;
import dev.ombud.domain.Severity;
import dev.ombud.domain.Tier;
import dev.ombud.review.Proposal.Proposed;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How a review stands in its row. Stateless.
final class ReviewRow {
  static final String SELECT =
      """
      select id, decision_id, incident_id, product, subject, environment, cohort, cluster, surface,
        severity, tier, scope, priority, confidence, owner_team, lane, actions, evidence_digest,
        coalesce(evidence_at, proposed_at) as evidence_at, proposed_at, due_at, raised_from, state, superseded_by, closed_at, closed_by, reason,
        ordinals, ending
      from reviews\
      """;

  /// What is true of those that no drill asks. Literal, so that no question needs a value for it.
  static final String REAL = "(environment <> '" + IncidentKey.DRILL + "')";

  private ReviewRow() {}

  static String actions(Proposal proposal) {
    List<Map<String, Object>> actions = proposal.actions().stream().map(ReviewRow::action).toList();
    return new String(Json.write(actions), StandardCharsets.UTF_8);
  }

  private static Map<String, Object> action(Proposed action) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("ordinal", action.ordinal());
    view.put("kind", action.kind().name());
    view.put("target", action.target());
    if (action.isRecommended()) {
      view.put("state", ActionState.RECOMMENDED.name());
    }
    Integer parent = action.parent();
    if (parent != null) {
      view.put("parent", parent);
    }
    return view;
  }

  static Review read(ResultSet row) throws SQLException {
    return new Review(
        proposal(row),
        ReviewState.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("raised_from")).map(Tier::valueOf),
        closed(row),
        Optional.ofNullable(row.getObject("superseded_by", UUID.class)),
        Optional.ofNullable(row.getString("ending")).map(Ending::valueOf));
  }

  private static Proposal proposal(ResultSet row) throws SQLException {
    return new Proposal(
        row.getObject("id", UUID.class),
        row.getObject("decision_id", UUID.class),
        row.getObject("incident_id", UUID.class),
        new IncidentKey(
            row.getString("product"),
            row.getString("subject"),
            row.getString("environment"),
            row.getString("cohort"),
            row.getString("cluster")),
        row.getString("surface"),
        Severity.valueOf(row.getString("severity")),
        Tier.valueOf(row.getString("tier")),
        Scope.valueOf(row.getString("scope")),
        row.getDouble("priority"),
        row.getDouble("confidence"),
        row.getString("owner_team"),
        Lane.valueOf(row.getString("lane")),
        actions(row.getString("actions")),
        row.getBytes("evidence_digest"),
        instant(row, "evidence_at").orElseThrow(),
        instant(row, "proposed_at").orElseThrow(),
        instant(row, "due_at").orElseThrow());
  }

  private static Optional<Review.Closed> closed(ResultSet row) throws SQLException {
    Instant at = instant(row, "closed_at").orElse(null);
    if (at == null) {
      return Optional.empty();
    }
    @Nullable Array ordinals = row.getArray("ordinals");
    return Optional.of(
        new Review.Closed(
            at,
            row.getString("closed_by"),
            row.getString("reason"),
            ordinals == null ? List.of() : List.of((Integer[]) ordinals.getArray())));
  }

  static List<Proposed> actions(String json) {
    if (Json.read(json.getBytes(StandardCharsets.UTF_8)) instanceof List<?> actions) {
      return actions.stream().map(ReviewRow::action).toList();
    }
    throw new IllegalStateException("the actions of a review are no list");
  }

  private static Proposed action(Object stored) {
    if (stored instanceof Map<?, ?> action && action.get("ordinal") instanceof Long ordinal) {
      return new Proposed(
          Math.toIntExact(ordinal),
          ActionKind.valueOf(String.valueOf(action.get("kind"))),
          String.valueOf(action.get("target")),
          ActionState.RECOMMENDED.name().equals(action.get("state")),
          action.get("parent") instanceof Long parent ? Integer.valueOf(parent.intValue()) : null);
    }
    throw new IllegalStateException("an action of a review is damaged");
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
    return Optional.ofNullable(moment).map(OffsetDateTime::toInstant);
  }
}
