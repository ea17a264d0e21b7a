package dev.ombud.record.history;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.domain.Aggregate.Money;
import dev.ombud.record.decision.Counts;
import dev.ombud.record.decision.Difference;
import dev.ombud.record.decision.Difference.Aspect;
import dev.ombud.record.decision.Difference.Change;
import dev.ombud.record.decision.Difference.RowChange;
import dev.ombud.record.decision.Difference.Way;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What many differences come to. Its memory has a bound, however many there are: of what has too
/// many values, the first are told apart and the rest is counted. Tallies of parts can be merged;
/// as long as nothing is left out, the order does not matter. Not thread-safe.
public final class DifferenceTally {
  private static final int MAX_CHANGES = 200;
  private static final int MAX_ROWS = 1_000;
  private static final int MAX_CURRENCIES = 50;

  private static final Comparator<Change> BY_TEXT =
      Comparator.comparing(Change::from).thenComparing(Change::to);

  private long judged;
  private long changed;
  private long revenueLeftOut;
  private final Map<Aspect, Counts<Change>> changes = new EnumMap<>(Aspect.class);
  private final Counts<RowChange> rows = new Counts<>(MAX_ROWS * Way.values().length);
  private final Map<String, Revenue> revenue = new TreeMap<>();
  private final Map<ActionKind, Long> added = new EnumMap<>(ActionKind.class);
  private final Map<ActionKind, Long> taken = new EnumMap<>(ActionKind.class);
  private final Examples examples = new Examples();

  /// Revenue at risk of one currency, by the sides on which something starts by itself. Exact, so
  /// that the order of adding does not matter.
  private record Revenue(
      long decisions, BigDecimal before, BigDecimal after, BigDecimal both, BigDecimal neither) {
    Revenue plus(Revenue other) {
      return new Revenue(
          decisions + other.decisions,
          before.add(other.before),
          after.add(other.after),
          both.add(other.both),
          neither.add(other.neither));
    }

    static Revenue of(Difference difference, BigDecimal amount) {
      boolean before = difference.actedBefore();
      boolean after = difference.actedAfter();
      BigDecimal none = BigDecimal.ZERO;
      return new Revenue(
          1,
          before && !after ? amount : none,
          !before && after ? amount : none,
          before && after ? amount : none,
          !before && !after ? amount : none);
    }
  }

  /// @param decisionId for the examples
  public void add(UUID decisionId, Difference difference) {
    judged++;
    difference.revenueAtRisk().ifPresent(money -> addRevenue(difference, money));
    if (!difference.isChanged()) {
      return;
    }
    changed++;
    difference
        .changes()
        .forEach(change ->
            changes.computeIfAbsent(change.aspect(), _ -> new Counts<>(MAX_CHANGES)).add(change));
    difference.responsible().forEach(rows::add);
    difference.automaticAdded().forEach(kind -> added.merge(kind, 1L, Long::sum));
    difference.automaticTaken().forEach(kind -> taken.merge(kind, 1L, Long::sum));
    examples.add(decisionId, difference);
  }

  private void addRevenue(Difference difference, Money money) {
    addRevenue(money.currency(), Revenue.of(difference, BigDecimal.valueOf(money.amount())));
  }

  private void addRevenue(String currency, Revenue amount) {
    if (revenue.size() < MAX_CURRENCIES || revenue.containsKey(currency)) {
      revenue.merge(currency, amount, Revenue::plus);
    } else {
      revenueLeftOut += amount.decisions();
    }
  }

  /// Takes in what another tally has; that one is of no use afterwards.
  public void merge(DifferenceTally other) {
    judged += other.judged;
    changed += other.changed;
    revenueLeftOut += other.revenueLeftOut;
    other.changes.forEach((aspect, counts) ->
        changes.computeIfAbsent(aspect, _ -> new Counts<>(MAX_CHANGES)).merge(counts));
    rows.merge(other.rows);
    other.revenue.forEach(this::addRevenue);
    other.added.forEach((kind, count) -> added.merge(kind, count, Long::sum));
    other.taken.forEach((kind, count) -> taken.merge(kind, count, Long::sum));
    examples.merge(other.examples);
  }

  public long judged() {
    return judged;
  }

  public long changed() {
    return changed;
  }

  /// How many actions would have started by themselves that did not.
  public long automaticAdded() {
    return added.values().stream().mapToLong(Long::longValue).sum();
  }

  /// How often an aspect went from one value to another. Empty texts stand for "nothing".
  public long count(Change change) {
    Counts<Change> counts = changes.get(change.aspect());
    return counts == null ? 0 : counts.counts().getOrDefault(change, 0L);
  }

  /// How often a row was responsible in this way.
  public long count(RowChange row) {
    return rows.counts().getOrDefault(row, 0L);
  }

  /// All of it as a plain document for people and programs:
  ///
  /// ```
  /// judged, changed
  /// changes            [{field, from, to, count}]   null: nothing
  /// rows               [{table, row, comesIn, goesOut, concludesOtherwise}]   table null: a rule
  /// revenueAtRisk      [{currency, actedUponBefore, actedUponAfter, actedUponBoth, actedUponNeither}]
  /// automaticActions   [{kind, added, takenAway}]
  /// examples           [{decisionId, severity, changes: [{field, from, to}], rows: [{table, row, way}]}]
  /// leftOut            {changes, rows, revenueAtRisk}   counted, and not told apart
  /// ```
  public Map<String, @Nullable Object> report() {
    Map<String, @Nullable Object> report = new LinkedHashMap<>();
    report.put("judged", judged);
    report.put("changed", changed);
    report.put("changes", changeList());
    report.put("rows", rowList());
    report.put("revenueAtRisk", revenueList());
    report.put("automaticActions", automaticList());
    report.put("examples", examples.chosen().stream().map(DifferenceTally::plain).toList());
    long changesLeftOut = changes.values().stream().mapToLong(Counts::leftOut).sum();
    report.put(
        "leftOut",
        object("changes", changesLeftOut, "rows", rows.leftOut(), "revenueAtRisk", revenueLeftOut));
    return report;
  }

  private List<Map<String, @Nullable Object>> changeList() {
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    changes.forEach((_, counts) ->
        counts
            .sorted(BY_TEXT)
            .forEach(entry -> {
              Map<String, @Nullable Object> change = plain(entry.getKey());
              change.put("count", entry.getValue());
              list.add(change);
            }));
    return list;
  }

  private List<Map<String, @Nullable Object>> rowList() {
    record Place(String table, String row) {}
    Map<Place, EnumMap<Way, Long>> places = new LinkedHashMap<>();
    Comparator<RowChange> order =
        Comparator.comparing(RowChange::table)
            .thenComparing(RowChange::row)
            .thenComparing(RowChange::way);
    rows.sorted(order)
        .forEach(entry ->
            places
                .computeIfAbsent(
                    new Place(entry.getKey().table(), entry.getKey().row()),
                    _ -> new EnumMap<>(Way.class))
                .put(entry.getKey().way(), entry.getValue()));
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    places.forEach((place, ways) ->
        list.add(
            object(
                "table",
                orNull(place.table()),
                "row",
                place.row(),
                "comesIn",
                ways.getOrDefault(Way.COMES_IN, 0L),
                "goesOut",
                ways.getOrDefault(Way.GOES_OUT, 0L),
                "concludesOtherwise",
                ways.getOrDefault(Way.CONCLUDES_OTHERWISE, 0L))));
    return list;
  }

  private List<Map<String, @Nullable Object>> revenueList() {
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    revenue.forEach((currency, amount) ->
        list.add(
            object(
                "currency",
                currency,
                "actedUponBefore",
                amount.before().doubleValue(),
                "actedUponAfter",
                amount.after().doubleValue(),
                "actedUponBoth",
                amount.both().doubleValue(),
                "actedUponNeither",
                amount.neither().doubleValue())));
    return list;
  }

  private List<Map<String, @Nullable Object>> automaticList() {
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    for (ActionKind kind : ActionKind.values()) {
      if (added.containsKey(kind) || taken.containsKey(kind)) {
        list.add(
            object(
                "kind",
                kind.name(),
                "added",
                added.getOrDefault(kind, 0L),
                "takenAway",
                taken.getOrDefault(kind, 0L)));
      }
    }
    return list;
  }

  private static Map<String, @Nullable Object> plain(Examples.Example example) {
    return object(
        "decisionId",
        example.decisionId().toString(),
        "severity",
        example.severity().name(),
        "changes",
        example.changes().stream().map(DifferenceTally::plain).toList(),
        "rows",
        example.responsible().stream()
            .map(row ->
                object("table", orNull(row.table()), "row", row.row(), "way", row.way().name()))
            .toList());
  }

  private static Map<String, @Nullable Object> plain(Change change) {
    return object(
        "field", change.aspect().text(), "from", orNull(change.from()), "to", orNull(change.to()));
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /// Names and values in turn.
  private static Map<String, @Nullable Object> object(@Nullable Object... pairs) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      object.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return object;
  }
}
