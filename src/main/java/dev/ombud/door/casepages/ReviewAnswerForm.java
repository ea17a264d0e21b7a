package dev.ombud.door.casepages;

import dev.ombud.act.review.AnswerWords;
import dev.ombud.act.review.Proposal;
import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewAnswer;
import dev.ombud.act.review.ReviewState;
import dev.ombud.act.review.Reviews;
import dev.ombud.door.console.Fields;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Paths;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/// Takes what a reviewer answers. A button does what stands on it: a form whose ticks say something
/// else is refused. Where an answer cannot be taken, the review is shown again as it stands now,
/// with the reason and with what was filled in. Thread-safe.
final class ReviewAnswerForm {
  static final String ONLY_TICKED = "Approve only what is ticked";

  private static final int MAX_WORD_CHARS = 100;

  private final Reviews reviews;

  ReviewAnswerForm(Reviews reviews) {
    this.reviews = reviews;
  }

  Response take(Visit visit, Fields fields) {
    UUID id = Paths.id(visit.request(), "review");
    Review review = reviews.find(id).orElseThrow(() -> Paths.missing("review", id));
    String binding = binding(fields);
    boolean isThis = review.state() == ReviewState.OPEN && review.bindingHash().equals(binding);
    // What was ticked elsewhere or too late is refused as such, whatever the answer is.
    ReviewAnswer answer = isThis ? answer(fields, review.proposal()) : new ReviewAnswer.Reject();
    Review closed =
        reviews.answer(
            id,
            binding,
            answer,
            visit.caller().name(),
            fields.require("reason", "Reason", Fields.MAX_REASON_CHARS));
    return visit.redirect(
        "/reviews",
        "Review of %s: %s. %s"
            .formatted(
                closed.proposal().key().subject(),
                PageWords.name(closed.state()).toLowerCase(Locale.ROOT),
                PageWords.sentence(AnswerWords.outcome(closed))));
  }

  static String binding(Fields fields) {
    return fields.require("binding", "Binding", MAX_WORD_CHARS);
  }

  /// What the button says, where the ticks say the same.
  private static ReviewAnswer answer(Fields fields, Proposal proposal) {
    Set<Integer> ticked = ticked(fields, proposal);
    int all = proposal.actions().size();
    return switch (fields.find("answer").orElse("")) {
      case "approve" -> {
        if (ticked.size() < all) {
          throw disagreement(AnswerWords.approve(proposal), ticked, proposal);
        }
        yield new ReviewAnswer.Approve();
      }
      case "reject" -> {
        if (!ticked.isEmpty() && ticked.size() < all) {
          throw disagreement(AnswerWords.reject(proposal), ticked, proposal);
        }
        yield new ReviewAnswer.Reject();
      }
      case "amend" ->
          ticked.size() == all && all > 0
              ? new ReviewAnswer.Approve()
              : new ReviewAnswer.Only(List.copyOf(ticked));
      default ->
          throw new ServiceException(
              ErrorCode.INVALID_REQUEST, "no answer was chosen: press one of the buttons");
    };
  }

  private static ServiceException disagreement(
      String button, Set<Integer> ticked, Proposal proposal) {
    String without =
        proposal.actions().stream()
            .filter(action -> !ticked.contains(action.ordinal()))
            .map(AnswerWords::action)
            .collect(Collectors.joining(", "));
    return new ServiceException(
        ErrorCode.INVALID_REQUEST,
        ("the button `%s` and the ticks disagree, %d of %d are ticked, without %s, so nothing was"
                + " answered: press `%s`, or tick what the button says")
            .formatted(button, ticked.size(), proposal.actions().size(), without, ONLY_TICKED));
  }

  private static Set<Integer> ticked(Fields fields, Proposal proposal) {
    List<Integer> proposed = new ArrayList<>();
    proposal.actions().stream().map(Proposed::ordinal).forEach(proposed::add);
    Set<Integer> ticked = new TreeSet<>();
    for (String text : fields.all("ordinal")) {
      int ordinal = text.matches("[1-9]\\d{0,4}") ? Integer.parseInt(text) : 0;
      if (!proposed.contains(ordinal)) {
        throw new ServiceException(
            ErrorCode.INVALID_REQUEST,
            "what is ticked was not proposed, so nothing was answered: load the page again");
      }
      ticked.add(ordinal);
    }
    return ticked;
  }
}
