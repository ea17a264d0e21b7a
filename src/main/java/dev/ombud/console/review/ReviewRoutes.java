package dev.ombud.console.review;

import dev.ombud.console.Entrance;
import dev.ombud.decision.Decisions;
import dev.ombud.domain.DrillFilter;
import dev.ombud.evidence.MaskedText;
import dev.ombud.review.Outcomes;
import dev.ombud.review.Reviews;
import dev.ombud.web.Route;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/// The routes of the pages for reviewers.
public final class ReviewRoutes {
  private ReviewRoutes() {}

  /// @param texts of a decision, masked
  public static List<Route> routes(
      Entrance entrance,
      Reviews reviews,
      Outcomes outcomes,
      Decisions decisions,
      Function<UUID, List<MaskedText>> texts,
      Clock clock) {
    ReviewShowPage one = new ReviewShowPage(reviews, outcomes, decisions, texts, clock);
    return List.of(
        entrance.page(
            "/reviews",
            ReviewShowPage.READERS,
            new ReviewListPage(reviews, clock)::show,
            "lane",
            "state",
            "owner",
            DrillFilter.PARAMETER,
            "cursor"),
        entrance.page("/reviews/{id}", ReviewShowPage.READERS, one::show),
        entrance.form(
            "/reviews/{id}/answer",
            ReviewShowPage.REVIEWERS,
            new ReviewAnswerForm(reviews, one)::take));
  }
}
