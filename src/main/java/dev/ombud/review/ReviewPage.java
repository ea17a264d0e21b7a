package dev.ombud.review;

import java.util.List;
import java.util.Optional;

/// Some reviews, highest priority first.
///
/// @param next the cursor of the next page, or nothing at the end
public record ReviewPage(List<Review> items, Optional<String> next) {
  public ReviewPage {
    items = List.copyOf(items);
  }
}
