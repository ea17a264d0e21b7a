package dev.ombud.act.review;

import dev.ombud.act.review.Proposal.Proposed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What an answer does, in the words that stand on its button: whoever presses one gets what it
/// says, and no more. Stateless.
public final class AnswerWords {
  private AnswerWords() {}

  /// For example `disable flag new-checkout`; what is only recommended says who does it.
  public static String action(Proposed action) {
    String target = action.target().substring(action.target().indexOf(':') + 1);
    return "%s %s%s"
        .formatted(
            action.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            target,
            action.isRecommended() ? " (you do it)" : "");
  }

  /// The button that agrees with all: `Approve all 2: disable flag new-checkout, open ticket
  /// payments`, `Agree with …` where nothing of it is carried out, `Approve` where nothing is
  /// proposed.
  public static String approve(Proposal proposal) {
    List<Proposed> actions = proposal.actions();
    if (actions.isEmpty()) {
      return "Approve";
    }
    return "%s%s: %s"
        .formatted(
            verb(actions),
            actions.size() == 1 ? "" : " all " + actions.size(),
            actions.stream().map(AnswerWords::action).collect(Collectors.joining(", ")));
  }

  private static String verb(List<Proposed> actions) {
    return actions.stream().allMatch(Proposed::isRecommended) ? "Agree with" : "Approve";
  }

  /// The button that agrees with nothing.
  public static String reject(Proposal proposal) {
    int actions = proposal.actions().size();
    return actions > 1 ? "Reject all " + actions : "Reject";
  }

  /// What came of an answer: `2 of 3 actions go on`.
  public static String outcome(Review review) {
    if (review.proposal().actions().isEmpty()) {
      return "nothing was proposed";
    }
    List<String> parts = new ArrayList<>();
    long asked =
        review.proposal().actions().stream().filter(action -> !action.isRecommended()).count();
    if (asked > 0) {
      parts.add("%d of %d actions go on".formatted(review.released().size(), asked));
    }
    long said = review.proposal().actions().size() - asked;
    if (said > 0) {
      parts.add(
          "%d of %d recommended agreed with, for people to do"
              .formatted(review.agreed().size(), said));
    }
    return String.join(", ", parts);
  }
}
