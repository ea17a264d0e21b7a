package dev.ombud.act.review;

import dev.ombud.ground.domain.ActionTarget;
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

  /// Whether it is about any of these subjects: the same, or a part of it
  /// ([ActionTarget#isWithin]).
  public boolean covers(String otherProduct, Collection<String> subjects) {
    Optional<ActionTarget> whole = ActionTarget.parse(subject);
    return product.equals(otherProduct)
        && subjects.stream()
            .anyMatch(other ->
                other.equals(subject)
                    || ActionTarget.parse(other)
                        .filter(part -> whole.filter(part::isWithin).isPresent())
                        .isPresent());
  }

  /// Whether it holds at a moment.
  public boolean isInForce(Instant now) {
    return ended.isEmpty() && now.isBefore(until);
  }
}
