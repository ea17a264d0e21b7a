package dev.ombud.console.review;

import dev.ombud.console.Fields;
import dev.ombud.console.Paths;
import dev.ombud.console.Visit;
import dev.ombud.console.Words;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.review.Answer;
import dev.ombud.review.Review;
import dev.ombud.review.Reviews;
import dev.ombud.web.Response;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Takes what a reviewer answers. Where it cannot be taken, the review is shown again as it stands
/// now, with the reason. Thread-safe.
final class ReviewAnswerForm {
  private static final int WORD_LONGEST = 100;

  /// Why an answer is not taken, beside what else can go wrong.
  private static final Set<ErrorCode> SHOWN =
      EnumSet.of(ErrorCode.WRONG_STATE, ErrorCode.PRECONDITION_FAILED, ErrorCode.INVALID_REQUEST);

  private final Reviews reviews;
  private final ReviewShowPage page;

  ReviewAnswerForm(Reviews reviews, ReviewShowPage page) {
    this.reviews = reviews;
    this.page = page;
  }

  Response take(Visit visit, Fields fields) {
    UUID id = Paths.id(visit.request(), "review");
    try {
      Review closed =
          reviews.answer(
              id,
              fields.require("binding", "Binding", WORD_LONGEST),
              answer(fields),
              visit.caller().name(),
              fields.require("reason", "Reason", Fields.REASON_LONGEST));
      return visit.redirect(
          "/reviews",
          "Review of %s: %s."
              .formatted(
                  closed.proposal().key().subject(),
                  Words.name(closed.state()).toLowerCase(java.util.Locale.ROOT)));
    } catch (ServiceException e) {
      if (!SHOWN.contains(e.code())) {
        throw e;
      }
      return page.show(visit, e.code().status(), Optional.of(Words.sentence(e.detail())));
    }
  }

  private static Answer answer(Fields fields) {
    return switch (fields.find("answer").orElse("")) {
      case "approve" -> new Answer.Approve();
      case "reject" -> new Answer.Reject();
      case "amend" -> new Answer.Only(ordinals(fields.all("ordinal")));
      default ->
          throw new ServiceException(
              ErrorCode.INVALID_REQUEST, "no answer was chosen: approve, amend or reject it");
    };
  }

  private static List<Integer> ordinals(List<String> texts) {
    try {
      return texts.stream().map(Integer::valueOf).toList();
    } catch (NumberFormatException e) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST, "an action has no such number: load the page again");
    }
  }
}
