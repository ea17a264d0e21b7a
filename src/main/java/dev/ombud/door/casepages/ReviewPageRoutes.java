package dev.ombud.door.casepages;

import dev.ombud.door.console.Entrance;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.DrillFilter;
import java.time.Clock;
import java.util.List;

/// The routes of the pages for reviewers.
public final class ReviewPageRoutes {
  private ReviewPageRoutes() {}

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
