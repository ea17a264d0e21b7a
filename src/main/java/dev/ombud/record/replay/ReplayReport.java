package dev.ombud.record.replay;

import dev.ombud.ground.domain.Decision.RulesetRef;
import dev.ombud.ground.domain.Judgement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What came of judging a recorded decision again. Immutable by custom.
///
/// @param ruleset that decided
/// @param recordedEngine what judged then
/// @param engine what judged now
/// @param problems what keeps the replay from being one, in plain words: bytes that are not those
///   on record, an aggregate that cannot be read, a ruleset that is gone
/// @param differences every column that does not say what it should
/// @param under what another ruleset makes of it, where somebody asked
public record ReplayReport(
    UUID decisionId,
    Instant decidedAt,
    RulesetRef ruleset,
    String recordedEngine,
    String engine,
    List<String> problems,
    List<Difference> differences,
    Optional<Under> under) {

  public ReplayReport {
    problems = List.copyOf(problems);
    differences = List.copyOf(differences);
  }

  /// A column that differs.
  ///
  /// @param field as the decision's leaf names it
  /// @param at where two documents part first, a JSON Pointer; nothing for a plain value, and where
  ///   they only differ in how they are written
  /// @param stored a plain value that JSON has
  public record Difference(
      String field, Optional<String> at, @Nullable Object stored, @Nullable Object recomputed) {}

  /// The answer to "and under that ruleset?".
  ///
  /// @param ruleset a version, or the id of a draft
  /// @param digest of its bytes
  /// @param decided what was decided
  /// @param judged what that ruleset comes to
  public record Under(
      String ruleset,
      String digest,
      Judgement decided,
      Judgement judged,
      dev.ombud.record.decision.Difference difference) {}

  /// Whether every column came out as it is on record, from the very bytes that are on record.
  public boolean isIdentical() {
    return problems.isEmpty() && differences.isEmpty();
  }

  /// Whether another build of the service judged then.
  public boolean isEngineAnother() {
    return !recordedEngine.equals(engine);
  }
}
