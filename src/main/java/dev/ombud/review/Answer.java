package dev.ombud.review;

import dev.ombud.domain.ActionKind;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.domain.Tier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a person makes of a proposal. None is wider than what was proposed.
public sealed interface Answer {

  /// All of it.
  record Approve() implements Answer {}

  /// Nothing of it.
  record Reject() implements Answer {}

  /// Some of its actions.
  record Only(List<Integer> ordinals) implements Answer {
    public Only {
      ordinals = List.copyOf(ordinals);
    }
  }

  /// Those of its actions that belong to a lower tier, and what mitigates nothing.
  record UpTo(Tier tier) implements Answer {}

  /// Which actions are let through.
  ///
  /// @throws ServiceException INVALID_REQUEST where an amendment is not narrower, or empty
  default List<Integer> ordinals(Proposal proposal) {
    return switch (this) {
      case Approve _ -> proposal.ordinals();
      case Reject _ -> List.of();
      case Only(List<Integer> ordinals) -> narrower(proposal, new TreeSet<>(ordinals));
      case UpTo(Tier tier) -> {
        Set<Integer> within = new TreeSet<>();
        proposal.actions().stream()
            .filter(action -> tier(action.kind()).compareTo(tier) <= 0)
            .forEach(action -> within.add(action.ordinal()));
        yield narrower(proposal, within);
      }
    };
  }

  private static List<Integer> narrower(Proposal proposal, Set<Integer> chosen) {
    List<Integer> proposed = proposal.ordinals();
    if (chosen.isEmpty()) {
      throw refusal("nothing is left of what was proposed: reject it instead");
    }
    chosen.stream()
        .filter(ordinal -> !proposed.contains(ordinal))
        .findFirst()
        .ifPresent(stray -> {
          throw refusal(
              "action %d was not proposed, and an amendment only narrows: choose from %s"
                  .formatted(stray, proposed));
        });
    if (chosen.size() == proposed.size()) {
      throw refusal("that is all that was proposed: approve it instead");
    }
    return List.copyOf(chosen);
  }

  /// How far a kind of action reaches.
  private static Tier tier(ActionKind kind) {
    return switch (kind) {
      case FREEZE_ROLLOUT, REDUCE_EXPOSURE, DISABLE_VARIATION, DISABLE_FLAG, PAUSE_EXPERIMENT ->
          Tier.TIER_1;
      case SHOW_BANNER, SWITCH_FALLBACK -> Tier.TIER_2;
      case ROLLBACK_RELEASE -> Tier.TIER_3;
      case OPEN_TICKET, PAGE_OWNER, NOTIFY, ADD_TO_DIGEST, RESTORE -> Tier.NONE;
    };
  }

  private static ServiceException refusal(String detail) {
    return new ServiceException(ErrorCode.INVALID_REQUEST, detail);
  }
}
