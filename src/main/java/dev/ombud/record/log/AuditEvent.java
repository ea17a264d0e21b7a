package dev.ombud.record.log;

import dev.ombud.ground.base.TimeIds;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that people or the service did besides deciding. Immutable by custom.
///
/// @param id a UUIDv7 of [TimeIds]; when it happened stands in it
/// @param actor the name of a token, or `service`
/// @param subject what it was done to: `evidence:rv-1`, `draft:…`, `ruleset:3`
/// @param decisionId the one decision that it is about, if there is one
/// @param reason as the actor gave it; empty where none was asked for
/// @param detail what else is worth knowing, as plain values that JSON has; never a text of
///   evidence
public record AuditEvent(
    UUID id,
    Kind kind,
    String actor,
    String subject,
    @Nullable UUID decisionId,
    String reason,
    Map<String, ?> detail) {

  /// What can happen. A name is never changed or taken away: it stands in leaves.
  public enum Kind {
    TEXT_OPENED,
    TEXT_ERASED,
    TEXT_RETIRED,
    ARCHIVED,
    DECISIONS_RETIRED,
    ACCESS_RETIRED,
    HOLD_PLACED,
    HOLD_RELEASED,
    EXPORTED,
    KEY_ROTATED,
    DRAFT_CHANGED,
    RULESET_ACTIVATED,
    REPLAY_DIVERGED,
    EFFECT_CONCLUDED,
    INCIDENT_ENDED,
    LOG_RESUMED,
    MITIGATION_EXECUTED,
    ROLLBACK_EXECUTED,
    MITIGATION_RESTORED,
    TICKET_OPENED,
    OWNER_PAGED,
    TEAM_NOTIFIED,
    ACTION_REFUSED,
    ACTION_HELD,
    ACTION_DEAD,
    ACTION_RETRIED,
    ACTION_DROPPED,
    AUTOMATION_STOPPED,
    AUTOMATION_RESUMED,
    FREEZE_PLACED,
    FREEZE_REMOVED,
    FLAG_CHANGED,
    FLAG_SWITCHED,
    REVIEW_APPROVED,
    REVIEW_AMENDED,
    REVIEW_REJECTED,
    REVIEW_SUPERSEDED,
    REVIEW_EXPIRED,
    OVERRIDE_PLACED,
    OVERRIDE_ENDED,
    OUTCOME_REPORTED,
    GATE_EVALUATED,
    GATE_OVERRIDDEN,
    GATE_OVERRIDE_ENDED,
    BRIEF_MADE,
    BRIEF_JUDGED,
    LABEL_GIVEN,
    LABELS_CORRECTED,
    SIGNED_IN,
    SIGN_IN_REFUSED,
    SIGNED_OUT,
    SESSION_ENDED,
    TOKEN_ISSUED,
    TOKEN_REVOKED,
    TOKEN_USED
  }

  public AuditEvent {
    if (actor.isBlank()) {
      throw new IllegalStateException("an event without an actor");
    }
  }

  /// To the millisecond.
  public Instant at() {
    return Instant.ofEpochMilli(TimeIds.millisOf(id));
  }
}
