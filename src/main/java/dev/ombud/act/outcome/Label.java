package dev.ombud.act.outcome;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/// Something of a week that people judge: a decision or a brief that was drawn by chance, and what
/// they said.
///
/// @param week the Monday (UTC) that it begins with
/// @param subjectId the id of the decision or brief
public record Label(
    UUID id,
    LocalDate week,
    Subject subject,
    UUID subjectId,
    Instant sampledAt,
    Optional<Given> given) {

  /// What is judged.
  public enum Subject {
    DECISION,
    BRIEF
  }

  /// How right it was.
  public enum Opinion {
    CORRECT,
    PARTIALLY_CORRECT,
    WRONG
  }

  /// @param by the name of a token
  /// @param note why
  public record Given(Opinion opinion, Instant at, String by, String note) {}
}
