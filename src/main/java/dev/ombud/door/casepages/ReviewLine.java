package dev.ombud.door.casepages;

import dev.ombud.act.review.Proposal;
import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewState;
import dev.ombud.door.console.PageWords;
import dev.ombud.ground.code.Tier;
import java.time.Instant;
import java.util.stream.Collectors;

/// One review as a line of a list. Immutable.
///
/// @param asks what it asks for, in words
/// @param due when it ends by itself, or how it ended
public record ReviewLine(
    String path,
    String severity,
    String subject,
    String product,
    String cohort,
    String cluster,
    String asks,
    String owner,
    String state,
    String age,
    String due,
    boolean isDrill) {

  public static ReviewLine of(Review review, Instant now) {
    Proposal proposal = review.proposal();
    return new ReviewLine(
        "/reviews/" + review.id(),
        proposal.severity().name(),
        proposal.key().subject(),
        proposal.product(),
        proposal.key().cohort(),
        proposal.key().cluster(),
        asks(proposal),
        proposal.owner(),
        PageWords.name(review.state()),
        PageWords.age(proposal.at(), now),
        due(review, now),
        proposal.key().isDrill());
  }

  static String asks(Proposal proposal) {
    String actions =
        proposal.actions().stream()
            .map(action ->
                PageWords.name(action.kind())
                    + " "
                    + action.target()
                    + (action.isRecommended() ? " (only recommended)" : ""))
            .collect(Collectors.joining(", "));
    if (actions.isEmpty()) {
      return "only to look at it";
    }
    return proposal.tier() == Tier.NONE
        ? actions
        : PageWords.name(proposal.tier()) + ": " + actions;
  }

  static String due(Review review, Instant now) {
    if (review.state() != ReviewState.OPEN) {
      return review.closed().map(closed -> "by " + closed.by()).orElse("");
    }
    Instant due = review.proposal().dueAt();
    return due.isAfter(now)
        ? PageWords.age(now, due) + " left"
        : "overdue by " + PageWords.age(due, now);
  }
}
