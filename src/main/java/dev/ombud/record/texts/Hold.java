package dev.ombud.record.texts;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A legal hold: what matches all that it names is neither erased nor retired until it is released.
///
/// @param covers names at least one thing
public record Hold(
    UUID id,
    Instant placedAt,
    String placedBy,
    String reason,
    Covers covers,
    Optional<Released> released) {

  /// What a hold names. Times are those of decisions (and, for accesses, also of the access): from
  /// `from`, before `to`.
  public record Covers(
      Optional<UUID> decisionId,
      Optional<String> product,
      Optional<String> evidenceId,
      Optional<Instant> from,
      Optional<Instant> to) {
    boolean isNothing() {
      return decisionId.isEmpty()
          && product.isEmpty()
          && evidenceId.isEmpty()
          && from.isEmpty()
          && to.isEmpty();
    }
  }

  /// Who ended it.
  public record Released(Instant at, String by) {}
}
