package dev.ombud.door.casepages;

import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewLane;
import dev.ombud.act.review.ReviewQuery;
import dev.ombud.act.review.ReviewState;
import dev.ombud.act.review.Reviews;
import dev.ombud.door.console.PageWords;
import dev.ombud.door.console.Section;
import dev.ombud.door.console.Visit;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.DrillFilter;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.domain.ClosedWords;
import dev.ombud.ground.domain.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What waits for a person, lane by lane, most urgent first. Thread-safe.
public final class ReviewListPage {
  /// Of a lane, where all are shown.
  private static final int FIRST = 20;

  private static final int PAGE = 50;

  private final Reviews reviews;
  private final Clock clock;

  ReviewListPage(Reviews reviews, Clock clock) {
    this.reviews = reviews;
    this.clock = clock;
  }

  public record View(
      List<LaneView> lanes,
      String state,
      List<String> states,
      String lane,
      String owner,
      String drills) {}

  /// @param next the address of more of it
  public record LaneView(
      String name, String meaning, List<ReviewLine> lines, Optional<String> next) {}

  /// The filters alone, where what they ask is refused.
  Response ask(Visit visit) {
    return page(visit, new View(List.of(), ReviewState.OPEN.name(), states(), "", "", ""));
  }

  private static List<String> states() {
    return Arrays.stream(ReviewState.values()).map(Enum::name).toList();
  }

  private static Response page(Visit visit, View view) {
    return visit.page(Section.REVIEWS, "Reviews", "review/list.jte", view);
  }

  Response show(Visit visit) {
    Instant now = clock.instant();
    ReviewState state =
        visit.request().query("state").map(ReviewListPage::state).orElse(ReviewState.OPEN);
    Optional<ReviewLane> only = visit.request().query("lane").map(ReviewListPage::lane);
    Optional<String> owner = visit.request().query("owner").filter(text -> !text.isBlank());
    DrillFilter drills = DrillFilter.read(visit.request().query(DrillFilter.PARAMETER));
    List<LaneView> lanes = new ArrayList<>();
    for (ReviewLane lane : only.map(List::of).orElse(List.of(ReviewLane.values()))) {
      Page<Review> page =
          reviews.list(
              new ReviewQuery(
                  List.of(state),
                  List.of(lane),
                  List.of(),
                  Optional.empty(),
                  owner,
                  drills,
                  only.isPresent() ? PAGE : FIRST,
                  visit.request().query("cursor").map(ReviewQuery.Position::read)));
      lanes.add(
          new LaneView(
              PageWords.name(lane),
              meaning(lane),
              page.items().stream().map(review -> ReviewLine.of(review, now)).toList(),
              page.next().map(cursor -> more(lane, state, owner, drills, cursor))));
    }
    return page(
        visit,
        new View(
            lanes,
            state.name(),
            states(),
            only.map(Enum::name).orElse(""),
            owner.orElse(""),
            drills.word()));
  }

  private static String more(
      ReviewLane lane,
      ReviewState state,
      Optional<String> owner,
      DrillFilter drills,
      String cursor) {
    return "/reviews?lane=%s&state=%s&drills=%s&cursor=%s%s"
        .formatted(
            lane,
            state,
            drills.word(),
            cursor,
            owner
                .map(team -> "&owner=" + URLEncoder.encode(team, StandardCharsets.UTF_8))
                .orElse(""));
  }

  public static String meaning(ReviewLane lane) {
    return switch (lane) {
      case FAST -> "high impact: look at once";
      case WORKBENCH -> "medium confidence: look closely";
      case BULK -> "low risk: look at many together";
    };
  }

  private static ReviewState state(String text) {
    return word("state", text, ReviewState.values());
  }

  private static ReviewLane lane(String text) {
    return word("lane", text, ReviewLane.values());
  }

  private static <E extends Enum<E>> E word(String name, String text, E[] known) {
    return ClosedWords.find(text, known)
        .orElseThrow(() -> ServiceException.badParameter(ClosedWords.refusal(name, text, known)));
  }
}
