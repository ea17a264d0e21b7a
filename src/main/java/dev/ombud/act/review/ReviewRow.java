package dev.ombud.act.review;

import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a review stands in its row. Stateless.
public final class ReviewRow {
  static final String SELECT =
      """
      select id as review_id, decision_id, incident_id, product, subject, environment, cohort,
        cluster, surface, severity, tier, scope, priority, confidence, owner_team as owner, lane,
        actions, evidence_digest, coalesce(evidence_at, proposed_at) as evidence_at,
        proposed_at as at, due_at, raised_from, state, superseded_by, closed_at, closed_by,
        reason as closed_reason, coalesce(ordinals, '{}') as closed_ordinals, ending
      from reviews\
      """;

  /// What is true of those that no drill asks. Literal, so that no question needs a value for it.
  public static final String REAL = "(environment <> '" + IncidentKey.DRILL + "')";

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
}
