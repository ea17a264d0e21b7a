package dev.ombud.act.review;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// What another system or a person says about a decision afterwards. Names at least one of a
/// decision, an incident and a ticket. Immutable.
///
/// @param id the reporter's own, so that a second report of the same changes nothing
/// @param label with [Kind#LABELLED], and only there
/// @param at when it happened
/// @param detail in the reporter's words; may be empty
public record OutcomeReport(
    String id,
    Kind kind,
    Optional<Label> label,
    Optional<UUID> decisionId,
    Optional<UUID> incidentId,
    Optional<String> ticket,
    Instant at,
    String detail) {

  /// What happened.
  public enum Kind {
    TICKET_RESOLVED,
    TICKET_REOPENED,
    /// It will not be fixed.
    TICKET_DECLINED,
    /// A release went out that answers it.
    DEPLOYED,
    /// People looked back at it and said whether the decision was right.
    LABELLED
  }

  /// How right a decision was, in hindsight.
  public enum Label {
    CORRECT,
    PARTIALLY_CORRECT,
    WRONG
  }

  /// A report as it is on record.
  ///
  /// @param recordId UUIDv7
  /// @param reporter the name of a token
  public record Recorded(
      UUID recordId, Instant recordedAt, String reporter, OutcomeReport report) {}
}
