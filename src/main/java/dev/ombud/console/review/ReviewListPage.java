package dev.ombud.console.review;

import dev.ombud.console.Section;
import dev.ombud.console.Visit;
import dev.ombud.console.Words;
import dev.ombud.domain.DrillFilter;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.Page;
import dev.ombud.domain.ServiceException;
import dev.ombud.review.Lane;
import dev.ombud.review.Review;
import dev.ombud.review.ReviewQuery;
import dev.ombud.review.ReviewState;
import dev.ombud.review.Reviews;
import dev.ombud.web.Response;
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
    Optional<Lane> only = visit.request().query("lane").map(ReviewListPage::lane);
    Optional<String> owner = visit.request().query("owner").filter(text -> !text.isBlank());
    DrillFilter drills = DrillFilter.read(visit.request().query(DrillFilter.PARAMETER));
    List<LaneView> lanes = new ArrayList<>();
    for (Lane lane : only.map(List::of).orElse(List.of(Lane.values()))) {
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
              Words.name(lane),
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
      Lane lane, ReviewState state, Optional<String> owner, DrillFilter drills, String cursor) {
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

  public static String meaning(Lane lane) {
    return switch (lane) {
      case FAST -> "high impact: look at once";
      case WORKBENCH -> "medium confidence: look closely";
      case BULK -> "low risk: look at many together";
    };
  }

  private static ReviewState state(String text) {
    return Arrays.stream(ReviewState.values())
        .filter(state -> state.name().equals(text))
        .findFirst()
        .orElseThrow(() -> wrong("state", text, Arrays.toString(ReviewState.values())));
  }

  private static Lane lane(String text) {
    return Arrays.stream(Lane.values())
        .filter(lane -> lane.name().equals(text))
        .findFirst()
        .orElseThrow(() -> wrong("lane", text, Arrays.toString(Lane.values())));
  }

  private static ServiceException wrong(String name, String text, String known) {
    return new ServiceException(
        ErrorCode.BAD_PARAMETER, "`%s` is `%s`: use one of %s".formatted(name, text, known));
  }
}
