package dev.ombud.console.review;

import dev.ombud.console.Entrance;
import dev.ombud.domain.DrillFilter;
import dev.ombud.web.Route;
import java.time.Clock;
import java.util.List;

/// The routes of the pages for reviewers.
public final class ReviewRoutes {
  private ReviewRoutes() {}

  public static List<Route> routes(Entrance entrance, ReviewShowPage.Parts parts, Clock clock) {
    ReviewShowPage one = new ReviewShowPage(parts, clock);
    ReviewListPage list = new ReviewListPage(parts.reviews(), clock);
    return List.of(
        entrance.search(
            "/reviews",
            ReviewShowPage.READERS,
            list::show,
            list::ask,
            "lane",
            "state",
            "owner",
            DrillFilter.PARAMETER,
            "cursor"),
        entrance.page("/reviews/{id}", ReviewShowPage.READERS, one::show),
        entrance.form(
            "/reviews/{id}/answer",
            ReviewShowPage.REVIEWERS,
            new ReviewAnswerForm(parts.reviews())::take,
            one::show),
        entrance.form(
            "/reviews/{id}/labels",
            ReviewShowPage.REVIEWERS,
            new LabelCorrectForm(parts.reviews(), parts.corrections())::take,
            one::show));
  }
}
