package dev.ombud.act.action;

import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.code.ActionKind;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/// An action as it stands now.
///
/// @param ordinal from 1, unique in its decision
/// @param parent the ordinal of the action that it is a part of
/// @param automatic whether it changes what customers get and no person asked for it
/// @param attempts how often it was tried, ever
/// @param tries how often it was tried since it was queued, or since a person retried it
/// @param dueAt when it is tried next
/// @param why why it is in this state, where that does not go without saying
/// @param beforeState what was there before the first write, in the target's own words
/// @param receipt what it left in the system that carried it out
/// @param parentReceipt what its parent left there
public record StoredAction(
    UUID id,
    UUID decisionId,
    int ordinal,
    OptionalInt parent,
    ActionKind kind,
    LiveState state,
    String target,
    String product,
    String environment,
    Optional<UUID> incidentId,
    boolean automatic,
    int attempts,
    int tries,
    Instant createdAt,
    Instant changedAt,
    Optional<Instant> dueAt,
    Optional<Instant> wroteAt,
    Optional<String> why,
    Optional<String> beforeState,
    Optional<Receipt> receipt,
    Optional<Receipt> parentReceipt) {

  /// The idempotency key, the same at every attempt: 64 hexadecimal digits.
  public String key() {
    return HexFormat.of().formatHex(Sha256.of(decisionId + "." + ordinal));
  }

  /// As it stands once a further attempt has begun.
  public StoredAction begun(Instant now) {
    boolean isPolled = state == LiveState.WAITING;
    return new StoredAction(
        id,
        decisionId,
        ordinal,
        parent,
        kind,
        isPolled ? state : LiveState.RUNNING,
        target,
        product,
        environment,
        incidentId,
        automatic,
        attempts + 1,
        isPolled ? tries : tries + 1,
        createdAt,
        now,
        dueAt,
        wroteAt,
        why,
        beforeState,
        receipt,
        parentReceipt);
  }
}
