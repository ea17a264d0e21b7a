package dev.ombud.inquiry;

import dev.ombud.decision.StoredDecision;
import java.util.List;
import java.util.Optional;

/// Some decisions with all that is on record of them, in the order that was asked for.
///
/// @param next the cursor of the next page, or nothing at the end
public record StoredPage(List<StoredDecision> items, Optional<String> next) {
  public StoredPage {
    items = List.copyOf(items);
  }
}
