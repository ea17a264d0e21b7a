package dev.ombud.audit;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Some events, newest first.
///
/// @param next the cursor of the next page, or nothing at the end
public record EventPage(List<EventRow> items, Optional<UUID> next) {
  public EventPage {
    items = List.copyOf(items);
  }
}
