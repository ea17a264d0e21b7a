package dev.ombud.act.review;

import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.code.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A proposal and what has become of it. Immutable.
///
/// @param raisedFrom the tier of the review that it took the place of, where it proposes a wider
///   one
/// @param closed nothing while it is open
/// @param supersededBy the newer decision that voided it
/// @param ending what became of it where nobody answered in time
public record Review(
    Proposal proposal,
    ReviewState state,
    Optional<Tier> raisedFrom,
    Optional<Closed> closed,
    Optional<UUID> supersededBy,
    Optional<ReviewExpiry> ending) {

  /// How it ended.
  ///
  /// @param by the name of a token, or `service`
  /// @param ordinals of the actions that a person agreed with
  public record Closed(Instant at, String by, String reason, List<Integer> ordinals) {
    public Closed {
      ordinals = List.copyOf(ordinals);
    }
  }

  /// The ordinals of the actions that a person let through, to be carried out.
  public List<Integer> released() {
    return agreed(false);
  }

  /// The ordinals of the recommendations that a person agreed with: on record, and nothing that is
  /// carried out.
  public List<Integer> agreed() {
    return agreed(true);
  }

  private List<Integer> agreed(boolean areRecommended) {
    List<Integer> agreed = closed.map(Closed::ordinals).orElse(List.of());
    return proposal.actions().stream()
        .filter(action -> action.isRecommended() == areRecommended)
        .map(Proposal.Proposed::ordinal)
        .filter(agreed::contains)
        .toList();
  }

  public UUID id() {
    return proposal.reviewId();
  }

  /// `sha256:` and 64 hexadecimal digits; an answer has to send it back.
  public String bindingHash() {
    return Sha256.text(Binding.of(proposal));
  }
}
