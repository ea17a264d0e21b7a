package dev.ombud.door.casepages;

import dev.ombud.act.outcome.Corrections;
import dev.ombud.act.outcome.Outcomes;
import dev.ombud.act.review.AnswerWords;
import dev.ombud.act.review.Certainty;
import dev.ombud.act.review.OutcomeReport;
import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewState;
import dev.ombud.act.review.Reviews;
import dev.ombud.door.console.Fields;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Paths;
import dev.ombud.door.console.Refused;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.DecisionLabels;
import dev.ombud.ground.domain.LabelCorrection;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.texts.MaskedText;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/// One review: the evidence beside what is proposed on it. Thread-safe.
public final class ReviewShowPage {
  static final Set<Role> READERS = EnumSet.of(Role.REVIEWER, Role.AUDITOR);
  static final Set<Role> REVIEWERS = EnumSet.of(Role.REVIEWER);
  private static final int MAX_EXCERPTS = 10;

  private final Parts parts;
  private final Clock clock;

  ReviewShowPage(Parts parts, Clock clock) {
    this.parts = parts;
    this.clock = clock;
  }

  /// What is asked.
  ///
  /// @param texts of a decision, masked
  public record Parts(
      Reviews reviews,
      Corrections corrections,
      Outcomes outcomes,
      Decisions decisions,
      Function<UUID, List<MaskedText>> texts) {}

  /// @param closed how it ended; nothing while it is open
  /// @param certainty how sure the pipeline is, as what it is
  /// @param form how to answer it; nothing where nobody can, or this person may not
  /// @param unasked what goes out without anybody being asked
  /// @param corrections what people say is wrong about the labels
  /// @param labels how to correct them; nothing where this person may not
  public record View(
      ReviewLine line,
      Optional<String> closed,
      Optional<String> newer,
      String title,
      String lane,
      String scope,
      String certainty,
      double confidence,
      List<Group> groups,
      String binding,
      Optional<AnswerView> form,
      List<String> unasked,
      Optional<Affected> affected,
      List<String> reasons,
      List<Excerpt> excerpts,
      List<DecisionPage.Fact> context,
      List<DecisionPage.Link> links,
      List<ReviewLine> alike,
      List<String> known,
      List<String> corrections,
      Optional<LabelView> labels,
      String decision) {}

  /// Actions of one sort.
  public record Group(String title, List<Action> actions) {}

  /// @param words on a button
  /// @param parent the ordinal of the action that it is a part of; empty where it is none
  /// @param fate what became of it; nothing while the review is open
  public record Action(
      String ordinal,
      String text,
      String words,
      String parent,
      boolean isRecommended,
      boolean isTicked,
      Optional<String> fate) {}

  /// The form of an answer: what stands on its buttons, and what was filled in before.
  ///
  /// @param isMany whether there is a part of it to be agreed with
  public record AnswerView(
      String approve, String only, String reject, boolean isMany, String reason) {}

  /// The form that corrects labels: what they are by now, and what was filled in before.
  ///
  /// @param button says whether it answers the review
  public record LabelView(
      LabelText shown, LabelText filled, List<String> severities, String why, String button) {}

  public record LabelText(String categories, String severity, String owner) {}

  /// @param parts the text, with what in it tells something
  public record Excerpt(String id, List<TextPart> parts, String masked) {}

  /// What somebody filled into a form that was refused.
  ///
  /// @param ticked nothing where nobody ticked anything yet
  record Typed(
      Optional<List<String>> ticked, String reason, Optional<LabelText> labels, String why) {
    static final Typed NOTHING = new Typed(Optional.empty(), "", Optional.empty(), "");

    /// @param review the path of its page
    static Typed of(Refused refused, String review) {
      if (refused.isOf(review + "/answer")) {
        return answer(refused.typed());
      }
      return refused.isOf(review + "/labels") ? labels(refused.typed()) : NOTHING;
    }

    private static Typed answer(Fields fields) {
      return new Typed(
          Optional.of(fields.all("ordinal")), text(fields, "reason"), Optional.empty(), "");
    }

    private static Typed labels(Fields fields) {
      return new Typed(
          Optional.empty(),
          "",
          Optional.of(
              new LabelText(
                  text(fields, "categories"), text(fields, "severity"), text(fields, "owner"))),
          text(fields, "why"));
    }

    private static String text(Fields fields, String name) {
      return fields.find(name).orElse("");
    }
  }

  Response show(Visit visit) {
    UUID id = Paths.id(visit.request(), "review");
    Review review = parts.reviews().find(id).orElseThrow(() -> Paths.missing("review", id));
    return visit.page(
        Section.REVIEWS,
        "Review of " + review.proposal().key().subject(),
        "review/review.jte",
        view(visit, review, Typed.of(visit.refused(), "/reviews/" + id)),
        "review.js");
  }

  private View view(Visit visit, Review review, Typed typed) {
    Instant now = clock.instant();
    UUID decisionId = review.proposal().decisionId();
    Optional<StoredDecision> stored = parts.decisions().find(decisionId);
    Optional<Aggregate> aggregate = stored.map(DecisionLine::aggregate);
    boolean isAsked = review.state() == ReviewState.OPEN && visit.may(REVIEWERS);
    return new View(
        ReviewLine.of(review, now),
        review.closed().map(closed -> closed(review, closed)),
        review.supersededBy().map(newer -> "/decisions/" + newer),
        stored.map(DecisionLine::of).map(DecisionLine::title).orElse("What it was about is gone"),
        PageWords.name(review.proposal().lane())
            + ", "
            + ReviewListPage.meaning(review.proposal().lane()),
        PageWords.name(review.proposal().scope()),
        Certainty.words(review.proposal().confidence()),
        review.proposal().confidence(),
        groups(review, typed),
        review.bindingHash(),
        isAsked ? Optional.of(form(review, typed)) : Optional.empty(),
        stored.stream()
            .flatMap(decision -> decision.decision().judgement().actions().stream())
            .filter(action -> action.state() == ActionState.QUEUED)
            .map(action -> PageWords.name(action.kind()) + " " + action.target())
            .toList(),
        aggregate.map(Affected::of),
        stored.stream()
            .flatMap(decision -> decision.decision().judgement().reasons().stream())
            .map(reason -> PageWords.sentence(reason.detail()))
            .toList(),
        aggregate.map(each -> excerpts(decisionId, each)).orElse(List.of()),
        aggregate.map(DecisionPage::context).orElse(List.of()),
        aggregate.map(DecisionPage::links).orElse(List.of()),
        parts.reviews().alike(review).stream().map(each -> ReviewLine.of(each, now)).toList(),
        parts.outcomes().of(review).stream().map(ReviewShowPage::known).toList(),
        parts.corrections().of(decisionId).stream().map(ReviewShowPage::corrected).toList(),
        visit.may(REVIEWERS)
            ? parts.corrections().labels(decisionId).map(labels -> labels(review, labels, typed))
            : Optional.empty(),
        "/decisions/" + decisionId);
  }

  private static String closed(Review review, Review.Closed closed) {
    return "%s by %s at %s: %s"
        .formatted(
            PageWords.name(review.state()),
            closed.by(),
            PageWords.time(closed.at()),
            closed.reason());
  }

  private static List<Group> groups(Review review, Typed typed) {
    List<Group> groups = new ArrayList<>();
    group(
        groups,
        "What will be changed",
        review,
        typed,
        action -> !action.isRecommended() && !action.tells());
    group(
        groups,
        "Who will be told; held until somebody answers",
        review,
        typed,
        action -> !action.isRecommended() && action.tells());
    group(
        groups,
        "Recommended: do it yourself, Ombud will not",
        review,
        typed,
        Proposed::isRecommended);
    return groups;
  }

  private static void group(
      List<Group> groups, String title, Review review, Typed typed, Predicate<Proposed> which) {
    List<Action> actions =
        review.proposal().actions().stream()
            .filter(which)
            .map(action -> action(review, action, typed))
            .toList();
    if (!actions.isEmpty()) {
      groups.add(new Group(title, actions));
    }
  }

  private static Action action(Review review, Proposed action, Typed typed) {
    String ordinal = String.valueOf(action.ordinal());
    Integer parent = action.parent();
    return new Action(
        ordinal,
        PageWords.name(action.kind())
            + " "
            + action.target()
            + (parent == null ? "" : ", a part of action " + parent),
        AnswerWords.action(action),
        parent == null ? "" : String.valueOf(parent),
        action.isRecommended(),
        typed.ticked().map(ticked -> ticked.contains(ordinal)).orElse(true),
        review.closed().map(closed -> fate(action, closed)));
  }

  private static String fate(Proposed action, Review.Closed closed) {
    if (!closed.ordinals().contains(action.ordinal())) {
      return action.isRecommended() ? "not agreed with" : "not let through";
    }
    return action.isRecommended() ? "agreed with, for people to do" : "let through";
  }

  private static AnswerView form(Review review, Typed typed) {
    return new AnswerView(
        AnswerWords.approve(review.proposal()),
        ReviewAnswerForm.ONLY_TICKED,
        AnswerWords.reject(review.proposal()),
        review.proposal().actions().size() > 1,
        typed.reason());
  }

  private static LabelView labels(Review review, DecisionLabels labels, Typed typed) {
    LabelText shown =
        new LabelText(
            String.join(", ", labels.categories()), labels.severity().name(), labels.owner());
    boolean isAnswer = review.state() == ReviewState.OPEN && review.proposal().actions().isEmpty();
    return new LabelView(
        shown,
        typed.labels().orElse(shown),
        Arrays.stream(Severity.values()).map(Enum::name).toList(),
        typed.why(),
        isAnswer ? "Correct the labels and close the review" : "Correct the labels");
  }

  private static String corrected(LabelCorrection correction) {
    return "%s, by %s at %s: %s"
        .formatted(
            correction.words(),
            correction.by(),
            PageWords.time(correction.at()),
            correction.reason());
  }

  private List<Excerpt> excerpts(UUID decisionId, Aggregate aggregate) {
    return parts.texts().apply(decisionId).stream()
        .filter(text -> text.text().isPresent() && text.evidenceId().isPresent())
        .limit(MAX_EXCERPTS)
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
            PageWords.time(report.at()),
            PageWords.name(report.kind()),
            report.detail().isEmpty() ? "" : ": " + report.detail(),
            recorded.reporter());
  }
}
