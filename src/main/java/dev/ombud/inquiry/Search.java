package dev.ombud.inquiry;

import dev.ombud.database.Database;
import dev.ombud.decision.Decisions;
import dev.ombud.decision.StoredDecision;
import dev.ombud.domain.Decision;
import dev.ombud.domain.Page;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// Finds decisions, a page at a time. Thread-safe.
///
/// A decision that was on record when the first page was asked for, and that lets the filter
/// through, is on exactly one page, whatever is decided in the meantime.
public final class Search {
  private final SearchStore store;
  private final Decisions decisions;

  public Search(Database database, Decisions decisions) {
    this.store = new SearchStore(database, SearchStore.WALK);
    this.decisions = decisions;
  }

  /// @throws dev.ombud.domain.ServiceException DATABASE_UNAVAILABLE
  public Page<Decision> find(DecisionQuery query) {
    return findStored(query).map(StoredDecision::decision);
  }

  /// The same, with all that is on record of each.
  ///
  /// @throws dev.ombud.domain.ServiceException DATABASE_UNAVAILABLE
  public Page<StoredDecision> findStored(DecisionQuery query) {
    Page<UUID> page =
        Page.of(
                store.find(query, query.limit() + 1),
                query.limit(),
                last -> last.cursor(query.filter(), query.order()))
            .map(Position::id);
    Map<UUID, StoredDecision> stored = decisions.findAll(page.items());
    // What was retired a moment ago is left out.
    return new Page<>(
        page.items().stream().map(stored::get).filter(Objects::nonNull).toList(), page.next());
  }
}
