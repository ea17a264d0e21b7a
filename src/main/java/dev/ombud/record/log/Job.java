package dev.ombud.record.log;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Long work that an auditor asked for, as it stands. Immutable.
///
/// @param id of an export also the id of its event
/// @param what was asked for, such as the question of an export
/// @param done decisions exported, or leaves verified
/// @param share how much of the whole that is about, 0 to 1
/// @param failure why it failed, with the remedy
/// @param result what a verification found, line by line
public record Job(
    UUID id,
    Kind kind,
    State state,
    String caller,
    String what,
    Instant startedAt,
    Optional<Instant> endedAt,
    long done,
    double share,
    Optional<String> cancelledBy,
    Optional<String> failure,
    Optional<String> result) {

  public enum Kind {
    EXPORT,
    VERIFICATION
  }

  public enum State {
    RUNNING,
    DONE,
    CANCELLED,
    FAILED
  }
}
