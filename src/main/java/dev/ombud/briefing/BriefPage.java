package dev.ombud.briefing;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Some briefs, newest first.
///
/// @param next the cursor of the next page, or nothing at the end
public record BriefPage(List<Brief> items, Optional<UUID> next) {
  public BriefPage {
    items = List.copyOf(items);
  }
}
