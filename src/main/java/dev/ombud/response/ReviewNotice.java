package dev.ombud.response;

import dev.ombud.action.connector.SlackView;
import dev.ombud.action.connector.Targets;
import dev.ombud.domain.ServiceAddress;
import dev.ombud.review.Review;
import dev.ombud.review.ReviewState;
import dev.ombud.review.Reviews;
import dev.ombud.review.SlackMessage;
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
