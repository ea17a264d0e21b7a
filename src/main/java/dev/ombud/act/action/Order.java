package dev.ombud.act.action;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.domain.Aggregate;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// One action, with all that a connector needs to carry it out.
///
/// @param actionId UUIDv7
/// @param key the idempotency key, the same at every attempt: 64 hexadecimal digits
/// @param kind what to do
/// @param subject what to do it to, as the action has it, for example `flag:new-checkout`
/// @param environment for example `production`
/// @param evidenceAt when the evidence was gathered: a person's change after it wins
/// @param aggregate what was decided on, for the cohort and the holdout
/// @param parent what the parent action left behind, for a child ticket
/// @param brief what to tell people about it
public record Order(
    UUID actionId,
    String key,
    ActionKind kind,
    String subject,
    String environment,
    Instant evidenceAt,
    Aggregate aggregate,
    Optional<Receipt> parent,
    PublicBrief brief) {

  /// The same order about what another action left behind.
  public Order about(Optional<Receipt> left) {
    return new Order(actionId, key, kind, subject, environment, evidenceAt, aggregate, left, brief);
  }
}
