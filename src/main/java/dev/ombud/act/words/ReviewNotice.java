package dev.ombud.act.words;

import dev.ombud.act.review.Review;
import dev.ombud.act.review.ReviewState;
import dev.ombud.act.review.Reviews;
import dev.ombud.act.review.SlackMessage;
import dev.ombud.act.target.SlackView;
import dev.ombud.act.target.Targets;
import dev.ombud.ground.base.ServiceAddress;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What Slack shows of a review: with its buttons as long as it is open, without them and with what
/// came of it from then on. Thread-safe.
public final class ReviewNotice implements SlackView {
  private final Reviews reviews;
  private final ServiceAddress service;

  public ReviewNotice(Reviews reviews, ServiceAddress service) {
    this.reviews = reviews;
    this.service = service;
  }

  @Override
  public Optional<Map<String, Object>> of(String subject, String title, String paragraph) {
    if (!subject.startsWith(Targets.REVIEW)) {
      return Optional.empty();
    }
    String id = subject.substring(Targets.REVIEW.length()).replace(Targets.CLOSED, "");
    return reviews.find(UUID.fromString(id)).map(review -> view(review, title, paragraph));
  }

  private Map<String, Object> view(Review review, String title, String paragraph) {
    return review.state() == ReviewState.OPEN
        ? SlackMessage.of(review, title, paragraph, service.review(review.id()))
        : SlackMessage.closed(review, title);
  }
}
