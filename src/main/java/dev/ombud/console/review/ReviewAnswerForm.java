package dev.ombud.console.review;

import dev.ombud.console.Fields;
import dev.ombud.console.Paths;
import dev.ombud.console.Visit;
import dev.ombud.console.Words;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.review.Answer;
import dev.ombud.review.AnswerWords;
import dev.ombud.review.Proposal;
import dev.ombud.review.Proposal.Proposed;
import dev.ombud.review.Review;
import dev.ombud.review.ReviewState;
import dev.ombud.review.Reviews;
import dev.ombud.web.Response;
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
    Answer answer = isThis ? answer(fields, review.proposal()) : new Answer.Reject();
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
                Words.name(closed.state()).toLowerCase(Locale.ROOT),
                Words.sentence(AnswerWords.outcome(closed))));
  }

  static String binding(Fields fields) {
    return fields.require("binding", "Binding", MAX_WORD_CHARS);
  }

  /// What the button says, where the ticks say the same.
  private static Answer answer(Fields fields, Proposal proposal) {
    Set<Integer> ticked = ticked(fields, proposal);
    int all = proposal.actions().size();
    return switch (fields.find("answer").orElse("")) {
      case "approve" -> {
        if (ticked.size() < all) {
          throw disagreement(AnswerWords.approve(proposal), ticked, proposal);
        }
        yield new Answer.Approve();
      }
      case "reject" -> {
        if (!ticked.isEmpty() && ticked.size() < all) {
          throw disagreement(AnswerWords.reject(proposal), ticked, proposal);
        }
        yield new Answer.Reject();
      }
      case "amend" ->
          ticked.size() == all && all > 0
              ? new Answer.Approve()
              : new Answer.Only(List.copyOf(ticked));
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
