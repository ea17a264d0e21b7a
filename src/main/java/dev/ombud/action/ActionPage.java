package dev.ombud.action;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Some actions, newest first.
///
/// @param next the cursor of the next page, or nothing at the end
public record ActionPage(List<StoredAction> items, Optional<UUID> next) {
  public ActionPage {
    items = List.copyOf(items);
  }
}
