package dev.ombud.act.response;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.LiveState;
import dev.ombud.act.action.News;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.PublicBrief.Fact;
import dev.ombud.act.action.StoredAction;
import dev.ombud.act.outbox.ToldStore;
import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewState;
import dev.ombud.act.review.Reviews;
import dev.ombud.act.words.ActionWords;
import dev.ombud.act.words.BriefWords;
import dev.ombud.act.words.Orders;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.record.decision.StoredDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/// What those hear who were told before, in words that are made of the record. Thread-safe.
final class NewsWords {
  private final Orders orders;
  private final ToldStore told;
  private final Reviews reviews;
  private final Lifts lifts;

  NewsWords(Orders orders, ToldStore told, Reviews reviews, Lifts lifts) {
    this.orders = orders;
    this.told = told;
    this.reviews = reviews;
    this.lifts = lifts;
  }

  /// @param action that says it
  /// @param first the action that told them before
  /// @throws DeliveryException where one of their decisions is archived
  News of(StoredAction action, News.About about, StoredAction first) throws DeliveryException {
    Order before = orders.of(first);
    String title = before.brief().title();
    return switch (about.what()) {
      case ENDED ->
          news(about, first, before, true, "Resolved: " + title, ended(action, first.kind()));
      case REOPENED -> news(about, first, before, false, "It goes on: " + title, reopened(action));
      case ANSWERED -> {
        Review review = review(about.review().orElseThrow());
        boolean isRejected = review.state() == ReviewState.REJECTED;
        yield news(
            about,
            first,
            before,
            Endings.refusesAll(review),
            (isRejected ? "Rejected: " : "Narrowed: ") + title,
            answered(review, first.kind()));
      }
    };
  }

  private static News news(
      News.About about,
      StoredAction first,
      Order before,
      boolean closes,
      String title,
      List<Fact> said) {
    return new News(
        about.what(),
        before.brief().incidentKey(),
        first.kind(),
        closes,
        before.brief().severity(),
        title,
        said,
        before.brief().title(),
        first.changedAt());
  }

  private Review review(UUID id) throws DeliveryException {
    return reviews
        .find(id)
        .orElseThrow(() ->
            new DeliveryException(
                DeliveryException.Kind.NEVER, "review `%s` is not on record".formatted(id)));
  }

  private List<Fact> ended(StoredAction action, ActionKind kind) throws DeliveryException {
    StoredDecision decision = orders.decision(action.decisionId());
    Aggregate aggregate = orders.aggregate(decision);
    List<Fact> said = new ArrayList<>();
    said.add(
        new Fact(
            "Resolved",
            "%d windows in a row were clear, the last until %s. %s"
                .formatted(
                    Endings.clears(decision.decision()),
                    BriefWords.moment(aggregate.window().end()),
                    BriefWords.volume(aggregate))));
    said.add(new Fact("What was changed", changed(action.incidentId().orElseThrow())));
    stays(kind, said);
    return said;
  }

  private String changed(UUID incident) {
    List<StoredAction> made =
        told.switches(incident).stream().filter(each -> each.state() == LiveState.DONE).toList();
    List<String> sentences = new ArrayList<>();
    for (Lifts.Stand stand : Lifts.Stand.values()) {
      List<String> targets =
          made.stream()
              .filter(each -> lifts.stand(each) == stand)
              .map(each -> "%s %s".formatted(each.kind(), each.target()))
              .distinct()
              .toList();
      if (!targets.isEmpty()) {
        sentences.add(stand.sentence(ActionWords.listed(targets)));
      }
    }
    return sentences.isEmpty() ? "Nothing was switched." : String.join(" ", sentences);
  }

  private List<Fact> reopened(StoredAction action) throws DeliveryException {
    Aggregate aggregate = orders.aggregate(orders.decision(action.decisionId()));
    return List.of(
        new Fact(
            "It goes on",
            "It was said to be over, and that does not hold. " + BriefWords.volume(aggregate)));
  }

  private static List<Fact> answered(Review review, ActionKind kind) {
    Review.Closed closed = review.closed().orElseThrow();
    List<Fact> said = new ArrayList<>();
    boolean isRejected = review.state() == ReviewState.REJECTED;
    said.add(
        new Fact(
            (isRejected ? "Rejected by " : "Narrowed by ") + closed.by(),
            BriefWords.ended(BriefWords.shortened(closed.reason()))));
    String left = words(review, Endings.leftOut(review)::contains);
    if (!left.isEmpty()) {
      said.add(new Fact("What is not done", left + "."));
    }
    String let = words(review, closed.ordinals()::contains);
    if (!let.isEmpty()) {
      said.add(new Fact("What is done", let + "."));
    }
    if (isRejected) {
      stays(kind, said);
    }
    return said;
  }

  private static String words(Review review, Predicate<Integer> which) {
    return ActionWords.listed(
        review.proposal().actions().stream()
            .filter(action -> which.test(action.ordinal()))
            .map(Proposed::words)
            .toList());
  }

  private static void stays(ActionKind kind, List<Fact> said) {
    if (kind == ActionKind.OPEN_TICKET) {
      said.add(new Fact("This ticket", "It stays open: whoever has it closes it."));
    }
  }
}
