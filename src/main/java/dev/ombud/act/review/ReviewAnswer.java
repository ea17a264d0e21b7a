package dev.ombud.act.review;

import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Tier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a person makes of a proposal. None is wider than what was proposed.
public sealed interface ReviewAnswer {

  /// All of it.
  record Approve() implements ReviewAnswer {}

  /// Nothing of it.
  record Reject() implements ReviewAnswer {}

  /// Some of its actions.
  ///
  /// @param mayBeAll whether all of them will do too, because something else is corrected besides
  record Only(List<Integer> ordinals, boolean mayBeAll) implements ReviewAnswer {
    public Only {
      ordinals = List.copyOf(ordinals);
    }

    public Only(List<Integer> ordinals) {
      this(ordinals, false);
    }
  }

  /// Those of its actions that belong to a lower tier, and what mitigates nothing.
  record UpTo(Tier tier) implements ReviewAnswer {}

  /// Which actions are let through.
  ///
  /// @throws ServiceException INVALID_REQUEST where an amendment is not narrower, or empty, or lets
  ///   a part go without what it is a part of
  default List<Integer> ordinals(Proposal proposal) {
    return switch (this) {
      case Approve _ -> proposal.ordinals();
      case Reject _ -> List.of();
      case Only(List<Integer> ordinals, boolean mayBeAll) ->
          narrower(proposal, new TreeSet<>(ordinals), mayBeAll);
      case UpTo(Tier tier) -> {
        Set<Integer> within = new TreeSet<>();
        proposal.actions().stream()
            .filter(action -> tier(action.kind()).compareTo(tier) <= 0)
            .forEach(action -> within.add(action.ordinal()));
        yield narrower(proposal, within, false);
      }
    };
  }

  private static List<Integer> narrower(Proposal proposal, Set<Integer> chosen, boolean mayBeAll) {
    List<Integer> proposed = proposal.ordinals();
    if (chosen.isEmpty()) {
      throw ServiceException.invalid("nothing is left of what was proposed: reject it instead");
    }
    chosen.stream()
        .filter(ordinal -> !proposed.contains(ordinal))
        .findFirst()
        .ifPresent(stray -> {
          throw ServiceException.invalid(
              "action %d was not proposed, and an amendment only narrows: choose from %s"
                  .formatted(stray, proposed));
        });
    if (chosen.size() == proposed.size() && !mayBeAll) {
      throw ServiceException.invalid("that is all that was proposed: approve it instead");
    }
    proposal.actions().stream()
        .filter(action -> chosen.contains(action.ordinal()))
        .filter(action -> isTorn(action, proposed, chosen))
        .findFirst()
        .ifPresent(part -> {
          throw ServiceException.invalid(
              "action %d is a part of action %d, which would not go: let %2$d go as well, or leave %1$d out"
                  .formatted(part.ordinal(), part.parent()));
        });
    return List.copyOf(chosen);
  }

  /// Whether a part would go without what it is a part of. What was not proposed goes anyway.
  private static boolean isTorn(Proposed action, List<Integer> proposed, Set<Integer> chosen) {
    Integer parent = action.parent();
    return parent != null && proposed.contains(parent) && !chosen.contains(parent);
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
}
