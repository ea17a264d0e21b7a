package dev.ombud.record.search;

import dev.ombud.ground.database.Database;
import dev.ombud.record.decision.CountQueue;
import dev.ombud.record.decision.Terms;
import dev.ombud.record.search.Facets.Count;
import dev.ombud.record.search.Facets.Facet;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Counts the decisions of a filter by each criterion. Thread-safe.
///
/// All decisions, or those of some days, are counted to the last one, however many they are, from
/// what was counted when they were recorded. With any other filter, the newest 10,000 that match
/// are counted.
public final class FacetCount {
  private static final Comparator<Count> MOST_FREQUENT =
      Comparator.comparingLong(Count::decisions).reversed().thenComparing(Count::value);

  private final int most;
  private final FacetStore store;
  private final SearchStore search;

  public FacetCount(Database database) {
    this(database, FacetStore.MAX_DECISIONS);
  }

  FacetCount(Database database, int most) {
    this.most = most;
    this.store = new FacetStore(database);
    this.search = new SearchStore(database, SearchStore.WALK);
  }

  /// @throws dev.ombud.ground.base.ServiceException BAD_PARAMETER, DATABASE_UNAVAILABLE
  public Facets count(FacetQuery query) {
    boolean isOnlyDays = FacetStore.isOnlyDays(query.filter());
    List<UUID> newest = isOnlyDays ? List.of() : newest(query.filter());
    FacetStore.Counted counted =
        isOnlyDays
            ? store.countAll(query.filter(), query.limit())
            : store.count(newest.subList(0, Math.min(most, newest.size())));
    Map<Criterion, List<Count>> counts = new EnumMap<>(Criterion.class);
    Map<String, Criterion> criteria = criteria();
    criteria.values().forEach(criterion -> counts.put(criterion, new ArrayList<>()));
    counted
        .terms()
        .forEach((term, decisions) -> {
          int equals = term.indexOf('=');
          Criterion criterion = equals < 0 ? null : criteria.get(term.substring(0, equals));
          if (criterion != null) {
            counts
                .computeIfAbsent(criterion, _ -> new ArrayList<>())
                .add(new Count(term.substring(equals + 1), decisions));
          }
        });
    Map<Criterion, Facet> facets = new EnumMap<>(Criterion.class);
    counts.forEach((criterion, values) -> {
      long unnamed = criterion == Criterion.CLUSTER ? counted.moreClusters() : 0;
      facets.put(criterion, facet(values, unnamed, query.limit()));
    });
    return new Facets(
        counted.terms().getOrDefault(CountQueue.ALL, 0L), newest.size() <= most, facets);
  }

  /// How often each row of a table counted on some days, by its id, to the last decision; rows that
  /// never did are left out.
  ///
  /// @param to the day after the last
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public Map<String, Long> rows(String table, LocalDate from, LocalDate to) {
    return store.countRows(Terms.row(table, ""), from, to);
  }

  /// How many decisions of some days have which value of a criterion, to the last decision: much
  /// less work than to count all criteria.
  ///
  /// @param to the day after the last
  /// @throws IllegalArgumentException where decisions are not filed by it
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public Map<String, Long> values(Criterion criterion, LocalDate from, LocalDate to) {
    String field =
        criterion
            .place()
            .field()
            .orElseThrow(() -> new IllegalArgumentException(criterion + " is no term"));
    return store.countRows(field + "=", from, to);
  }

  /// How many decisions of some days are about which release, but for those on historic evidence,
  /// however much of it was loaded on these days.
  ///
  /// @param to the day after the last
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public Map<String, Long> releases(LocalDate from, LocalDate to) {
    Map<String, Long> releases = values(Criterion.RELEASE, from, to);
    store
        .countRows(CountQueue.HISTORY + "=", from, to)
        .forEach((release, historic) ->
            releases.computeIfPresent(
                release, (_, all) -> all > historic ? Long.valueOf(all - historic) : null));
    return releases;
  }

  /// One more than are counted, if there are.
  private List<UUID> newest(DecisionFilter filter) {
    return search
        .find(new DecisionQuery(filter, DecisionOrder.NEWEST, most, Optional.empty()), most + 1)
        .stream()
        .map(Position::id)
        .toList();
  }

  private static Facet facet(List<Count> values, long unnamed, int limit) {
    List<Count> sorted = values.stream().sorted(MOST_FREQUENT).limit(limit).toList();
    return new Facet(sorted, values.size() + unnamed - sorted.size());
  }

  private static Map<String, Criterion> criteria() {
    Map<String, Criterion> criteria = new HashMap<>();
    for (Criterion criterion :
        EnumSet.complementOf(EnumSet.of(Criterion.EVIDENCE, Criterion.SKU))) {
      criterion.place().field().ifPresent(field -> criteria.put(field, criterion));
    }
    return criteria;
  }

  /// Moves what was counted since the last time into the table of counts, so that answers need not
  /// add up many small rows: a chore.
  public void keep() {
    long merged;
    do {
      merged = store.merge(FacetStore.MERGED_AT_ONCE);
    } while (merged == FacetStore.MERGED_AT_ONCE);
  }
}
