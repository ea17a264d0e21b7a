package dev.ombud.decision;

import dev.ombud.domain.Decision;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Some decisions, newest first.
///
/// @param next the cursor of the next page, or nothing at the end
public record DecisionPage(List<Decision> items, Optional<UUID> next) {
  public DecisionPage {
    items = List.copyOf(items);
  }
}
