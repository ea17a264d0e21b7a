package dev.ombud.act.review;

import dev.ombud.act.review.HumanOverride.Effect;
import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.act.review.Review.Closed;
import dev.ombud.act.review.ReviewStore.Seen;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.domain.ActionTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Why a person's answer is not taken. Stateless.
final class AnswerRefusals {
  private AnswerRefusals() {}

  /// @throws ServiceException WRONG_STATE where it is closed, PRECONDITION_FAILED where the answer
  ///   was given to something else
  static void requireBound(Seen seen, String bindingHash) {
    Review review = seen.review();
    switch (review.state()) {
      case OPEN -> requireHash(review, bindingHash);
      case SUPERSEDED -> throw superseded(seen);
      case EXPIRED ->
          throw refusal(
              ErrorCode.WRONG_STATE,
              review,
              "expired at %s: the next window of the incident asks anew"
                  .formatted(closed(review).at()));
      case APPROVED, AMENDED, REJECTED ->
          throw refusal(
              ErrorCode.WRONG_STATE,
              review,
              "was %s by `%s` at %s: nothing was changed by this answer"
                  .formatted(
                      review.state().name().toLowerCase(Locale.ROOT),
                      closed(review).by(),
                      closed(review).at()));
    }
  }

  /// @throws ServiceException PRECONDITION_FAILED where something else was read
  static void requireHash(Review review, String bindingHash) {
    if (!review.bindingHash().equals(bindingHash)) {
      throw refusal(
          ErrorCode.PRECONDITION_FAILED,
          review,
          "proposes something else than the answer is bound to: read it again, and send its"
              + " `bindingHash`");
    }
  }

  private static Closed closed(Review review) {
    return review.closed().orElseThrow();
  }

  private static ServiceException superseded(Seen seen) {
    Review review = seen.review();
    Review next = seen.successor().filter(each -> each.state() == ReviewState.OPEN).orElse(null);
    if (next == null) {
      return refusal(
          ErrorCode.PRECONDITION_FAILED,
          review,
          "is void, decision `%s` has newer evidence: look at that decision"
              .formatted(review.supersededBy().orElseThrow()));
    }
    List<String> changes = Binding.changes(review.proposal(), next.proposal());
    return new ServiceException(
        ErrorCode.PRECONDITION_FAILED,
        "review `%s` is void, newer evidence came; review `%s` took its place, %s: read that one"
            .formatted(review.id(), next.id(), String.join(", ", changes)),
        Map.of(
            "state", review.state().name(), "reviewId", next.id().toString(), "changes", changes),
        List.of());
  }

  /// @throws ServiceException WRONG_STATE where somebody forbade what the answer would let through
  static void requireAllowed(Seen seen, List<Integer> ordinals) {
    Proposal proposal = seen.review().proposal();
    List<String> subjects = new ArrayList<>();
    proposal.actions().stream()
        .filter(action -> ordinals.contains(action.ordinal()) && action.kind().mitigates())
        .filter(action -> !action.isRecommended())
        .map(Proposed::target)
        .forEach(subjects::add);
    if (subjects.isEmpty()) {
      return;
    }
    subjects.addAll(proposal.key().subjects());
    subjects.add(ActionTarget.cluster(proposal.key().cluster()).toString());
    seen.overrides().stream()
        .filter(each -> each.effect() == Effect.FORBID_MITIGATION)
        .filter(each -> each.covers(proposal.product(), subjects))
        .findFirst()
        .ifPresent(forbidding -> {
          throw refusal(
              ErrorCode.WRONG_STATE,
              seen.review(),
              "asks for what `%s` forbade until %s: end override `%s` first, or leave that action out"
                  .formatted(forbidding.placedBy(), forbidding.until(), forbidding.id()));
        });
  }

  private static ServiceException refusal(ErrorCode code, Review review, String what) {
    return new ServiceException(
        code,
        "review `" + review.id() + "` " + what,
        Map.of("state", review.state().name()),
        List.of());
  }
}
