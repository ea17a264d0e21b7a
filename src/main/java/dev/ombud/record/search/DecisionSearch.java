package dev.ombud.record.search;

import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Page;
import dev.ombud.record.decision.Decisions;
import dev.ombud.record.decision.StoredDecision;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// Finds decisions, a page at a time. Thread-safe.
///
/// A decision that was on record when the first page was asked for, and that lets the filter
/// through, is on exactly one page, whatever is decided in the meantime.
public final class DecisionSearch {
  private final SearchStore store;
  private final Decisions decisions;

  public DecisionSearch(Database database, Decisions decisions) {
    this.store = new SearchStore(database, SearchStore.WALK);
    this.decisions = decisions;
  }

  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public Page<Decision> find(DecisionQuery query) {
    return findStored(query).map(StoredDecision::decision);
  }

  /// The same, with all that is on record of each.
  ///
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
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
