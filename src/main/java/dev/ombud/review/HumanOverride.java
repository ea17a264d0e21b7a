package dev.ombud.review;

import dev.ombud.domain.ActionTarget;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/// What a person forbids the service for a while. Immutable.
///
/// @param subject as actions have their targets, for example `flag:new-checkout`, or
///   `cluster:payments`
/// @param until it holds before this, unless it was ended earlier
public record HumanOverride(
    UUID id,
    String product,
    String subject,
    Effect effect,
    String placedBy,
    Instant placedAt,
    String reason,
    Instant until,
    Optional<Ended> ended) {

  /// What it changes.
  public enum Effect {
    /// What would run by itself asks a person first.
    FORBID_AUTOMATION,
    /// Nothing is done to it, whoever agrees: a person has it in hand.
    FORBID_MITIGATION
  }

  /// Who ended it before its time.
  public record Ended(Instant at, String by, String reason) {}

  /// Whether it is about any of these subjects: the same, or a variation of the flag
  /// (`flag:a/treatment`), or the way back from the release (`release:2->1`).
  public boolean covers(String otherProduct, Collection<String> subjects) {
    if (!product.equals(otherProduct)) {
      return false;
    }
    ActionTarget target = ActionTarget.parse(subject).orElse(null);
    return subjects.stream()
        .anyMatch(other ->
            other.equals(subject)
                || (target != null
                    && ActionTarget.parse(other).filter(target::covers).isPresent()));
  }

  /// Whether it holds at a moment.
  public boolean isInForce(Instant now) {
    return ended.isEmpty() && now.isBefore(until);
  }
}
