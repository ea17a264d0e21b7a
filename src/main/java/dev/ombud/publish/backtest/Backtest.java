package dev.ombud.publish.backtest;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// A backtest as it stands on record.
///
/// @param draftDigest `sha256:` and 64 hexadecimal digits over the draft that is replayed
/// @param againstVersion the ruleset that it is compared with
/// @param judged how many decisions have been judged so far
/// @param total how many there are; nothing while it waits for its turn
/// @param cancelledBy who asked for the end; the state follows within about a second
/// @param failure why it failed, with the remedy
/// @param report a JSON document, once it is done
public record Backtest(
    UUID id,
    UUID draftId,
    String draftDigest,
    long againstVersion,
    String againstDigest,
    Instant from,
    Instant to,
    double sample,
    State state,
    long judged,
    OptionalLong total,
    Instant startedAt,
    Optional<Instant> endedAt,
    String caller,
    Optional<String> cancelledBy,
    Optional<String> failure,
    Optional<String> report) {

  /// How far a backtest has come.
  public enum State {
    /// Runs, or waits for the one before it.
    RUNNING,
    DONE,
    CANCELLED,
    FAILED
  }
}
