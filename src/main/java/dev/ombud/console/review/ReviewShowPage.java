package dev.ombud.console.review;

import dev.ombud.console.Paths;
import dev.ombud.console.Section;
import dev.ombud.console.Visit;
import dev.ombud.console.Words;
import dev.ombud.console.decision.Affected;
import dev.ombud.console.decision.DecisionLine;
import dev.ombud.console.decision.DecisionPage;
import dev.ombud.console.decision.TextPart;
import dev.ombud.decision.Decisions;
import dev.ombud.decision.StoredDecision;
import dev.ombud.domain.Aggregate;
import dev.ombud.domain.Role;
import dev.ombud.evidence.MaskedText;
import dev.ombud.review.Certainty;
import dev.ombud.review.OutcomeReport;
import dev.ombud.review.Outcomes;
import dev.ombud.review.Review;
import dev.ombud.review.ReviewState;
import dev.ombud.review.Reviews;
import dev.ombud.web.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// One review: the evidence beside what is proposed on it. Thread-safe.
public final class ReviewShowPage {
  static final Set<Role> READERS = EnumSet.of(Role.REVIEWER, Role.AUDITOR);
  static final Set<Role> REVIEWERS = EnumSet.of(Role.REVIEWER);
  private static final int EXCERPTS_MOST = 10;

  private final Reviews reviews;
  private final Outcomes outcomes;
  private final Decisions decisions;
  private final Function<UUID, List<MaskedText>> texts;
  private final Clock clock;

  /// @param texts of a decision, masked
  ReviewShowPage(
      Reviews reviews,
      Outcomes outcomes,
      Decisions decisions,
      Function<UUID, List<MaskedText>> texts,
      Clock clock) {
    this.reviews = reviews;
    this.outcomes = outcomes;
    this.decisions = decisions;
    this.texts = texts;
    this.clock = clock;
  }

  /// @param problem why the last answer was not taken
  /// @param closed how it ended; nothing while it is open
  /// @param certainty how sure the pipeline is, as what it is
  public record View(
      ReviewLine line,
      Optional<String> problem,
      Optional<String> closed,
      Optional<String> newer,
      String title,
      String lane,
      String scope,
      String certainty,
      double confidence,
      List<Action> actions,
      String binding,
      boolean mayAnswer,
      Optional<Affected> affected,
      List<String> reasons,
      List<Excerpt> excerpts,
      List<DecisionPage.Fact> context,
      List<DecisionPage.Link> links,
      List<ReviewLine> alike,
      List<String> known,
      String decision) {}

  /// @param fate what became of it; nothing while the review is open
  public record Action(String ordinal, String text, Optional<String> fate) {}

  /// @param parts the text, with what in it tells something
  public record Excerpt(String id, List<TextPart> parts, String masked) {}

  Response show(Visit visit) {
    return show(visit, 200, Optional.empty());
  }

  Response show(Visit visit, int status, Optional<String> problem) {
    UUID id = Paths.id(visit.request(), "review");
    Review review = reviews.find(id).orElseThrow(() -> Paths.missing("review", id));
    return visit.page(
        status,
        Optional.of(Section.REVIEWS),
        "Review of " + review.proposal().key().subject(),
        "review/review.jte",
        view(visit, review, problem));
  }

  private View view(Visit visit, Review review, Optional<String> problem) {
    Instant now = clock.instant();
    UUID decisionId = review.proposal().decisionId();
    Optional<StoredDecision> stored = decisions.find(decisionId);
    Optional<Aggregate> aggregate = stored.map(DecisionLine::aggregate);
    return new View(
        ReviewLine.of(review, now),
        problem,
        review
            .closed()
            .map(closed ->
                "%s by %s at %s: %s"
                    .formatted(
                        Words.name(review.state()),
                        closed.by(),
                        Words.time(closed.at()),
                        closed.reason())),
        review.supersededBy().map(newer -> "/decisions/" + newer),
        stored.map(DecisionLine::of).map(DecisionLine::title).orElse("What it was about is gone"),
        Words.name(review.proposal().lane())
            + ", "
            + ReviewListPage.meaning(review.proposal().lane()),
        Words.name(review.proposal().scope()),
        Certainty.words(review.proposal().confidence()),
        review.proposal().confidence(),
        review.proposal().actions().stream()
            .map(action ->
                new Action(
                    String.valueOf(action.ordinal()),
                    Words.name(action.kind()) + " " + action.target(),
                    review
                        .closed()
                        .map(closed ->
                            closed.ordinals().contains(action.ordinal())
                                ? "let through"
                                : "not let through")))
            .toList(),
        review.bindingHash(),
        review.state() == ReviewState.OPEN && visit.may(REVIEWERS),
        aggregate.map(Affected::of),
        stored.stream()
            .flatMap(decision -> decision.decision().judgement().reasons().stream())
            .map(reason -> Words.sentence(reason.detail()))
            .toList(),
        aggregate.map(each -> excerpts(decisionId, each)).orElse(List.of()),
        aggregate.map(DecisionPage::context).orElse(List.of()),
        aggregate.map(DecisionPage::links).orElse(List.of()),
        reviews.alike(review).stream().map(each -> ReviewLine.of(each, now)).toList(),
        outcomes.of(review).stream().map(ReviewShowPage::known).toList(),
        "/decisions/" + decisionId);
  }

  private List<Excerpt> excerpts(UUID decisionId, Aggregate aggregate) {
    return texts.apply(decisionId).stream()
        .filter(text -> text.text().isPresent() && text.evidenceId().isPresent())
        .limit(EXCERPTS_MOST)
        .map(text ->
            new Excerpt(
                text.evidenceId().orElse("") + DecisionPage.Text.filed(text, aggregate),
                DecisionPage.Text.parts(text, aggregate),
                text.masked().isEmpty()
                    ? "nothing had to be masked"
                    : "masked: " + String.join(", ", text.masked())))
        .toList();
  }

  private static String known(OutcomeReport.Recorded recorded) {
    OutcomeReport report = recorded.report();
    return "%s, %s%s, reported by %s"
        .formatted(
            Words.time(report.at()),
            Words.name(report.kind()),
            report.detail().isEmpty() ? "" : ": " + report.detail(),
            recorded.reporter());
  }
}
