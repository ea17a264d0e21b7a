package dev.ombud.inquiry;

import dev.ombud.database.Database;
import dev.ombud.decision.Decisions;
import dev.ombud.decision.StoredDecision;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
  public DecisionPage find(DecisionQuery query) {
    StoredPage page = findStored(query);
    return new DecisionPage(
        page.items().stream().map(StoredDecision::decision).toList(), page.next());
  }

  /// The same, with all that is on record of each.
  ///
  /// @throws dev.ombud.domain.ServiceException DATABASE_UNAVAILABLE
  public StoredPage findStored(DecisionQuery query) {
    // One more than asked for tells whether there is a next page.
    List<Position> found = store.find(query, query.limit() + 1);
    boolean more = found.size() > query.limit();
    List<Position> page = more ? found.subList(0, query.limit()) : found;
    List<UUID> ids = page.stream().map(Position::id).toList();
    Map<UUID, StoredDecision> stored = decisions.findAll(ids);
    // What was retired a moment ago is left out.
    List<StoredDecision> items = ids.stream().map(stored::get).filter(Objects::nonNull).toList();
    return new StoredPage(
        items,
        more
            ? Optional.of(page.getLast().cursor(query.filter(), query.order()))
            : Optional.empty());
  }
}
