package dev.ombud.door.casepages;

import dev.ombud.act.outcome.Corrections;
import dev.ombud.act.outcome.LabelChange;
import dev.ombud.act.review.Review;
import dev.ombud.act.review.Reviews;
import dev.ombud.door.console.Fields;
import dev.ombud.door.console.Paths;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.domain.ClosedWords;
import dev.ombud.ground.domain.LabelCorrection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Takes which labels a reviewer says are right. What the form had shown and nobody changed there
/// is left alone, also where somebody else corrected it meanwhile. Thread-safe.
final class LabelCorrectForm {
  private static final int MAX_CATEGORIES_CHARS = 2_000;

  private final Reviews reviews;
  private final Corrections corrections;

  LabelCorrectForm(Reviews reviews, Corrections corrections) {
    this.reviews = reviews;
    this.corrections = corrections;
  }

  Response take(Visit visit, Fields fields) {
    UUID id = Paths.id(visit.request(), "review");
    Review review = reviews.find(id).orElseThrow(() -> Paths.missing("review", id));
    String reason = fields.require("why", "Reason", Fields.MAX_REASON_CHARS);
    String person = visit.caller().name();
    reviews.correct(
        id,
        ReviewAnswerForm.binding(fields),
        person,
        reason,
        corrections.beside(review, change(fields), person, reason));
    LabelCorrection made = corrections.of(review.proposal().decisionId()).getLast();
    return visit.redirect("/reviews/" + id, "Labels corrected: " + made.words() + ".");
  }

  private static LabelChange change(Fields fields) {
    return new LabelChange(
        changed(fields, "categories").map(_ -> categories(fields)),
        changed(fields, "severity").map(LabelCorrectForm::severity),
        changed(fields, "owner")
            .map(_ -> fields.require("owner", "Owner", LabelChange.MAX_OWNER_CHARS)));
  }

  /// What stands in a field that showed something else.
  private static Optional<String> changed(Fields fields, String name) {
    String now = fields.find(name).orElse("");
    return now.equals(fields.find("shown-" + name).orElse(""))
        ? Optional.empty()
        : Optional.of(now);
  }

  private static List<String> categories(Fields fields) {
    return Arrays.stream(
            fields.require("categories", "Categories", MAX_CATEGORIES_CHARS).split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static Severity severity(String text) {
    return ClosedWords.find(text, Severity.values())
        .orElseThrow(
            () -> Fields.refusal("severity", "`Severity` is none of the list: choose one"));
  }
}
