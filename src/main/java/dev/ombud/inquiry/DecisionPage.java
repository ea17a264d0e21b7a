package dev.ombud.inquiry;

import dev.ombud.domain.Decision;
import java.util.List;
import java.util.Optional;

/// Some decisions, in the order that was asked for.
///
/// @param next the cursor of the next page, or nothing at the end
public record DecisionPage(List<Decision> items, Optional<String> next) {
  public DecisionPage {
    items = List.copyOf(items);
  }
}
