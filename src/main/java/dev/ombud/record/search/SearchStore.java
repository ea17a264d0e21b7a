package dev.ombud.record.search;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.Database;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Finds which decisions a filter lets through, in order. Thread-safe.
///
/// The planner of the database cannot know which of two ways is short: to walk along the order and
/// look at each decision (short where many match), or to ask the index of terms for all that match
/// (short where few do). So both are taken here, each within bounds: first a walk of some thousand
/// decisions; then, where that did not fill the page, the index, stretch by stretch of time from
/// the beginning of the order on, until the page is full.
public final class SearchStore {
  /// Where this does not fill a page, at most every two hundredth decision matches hereabouts.
  public static final int WALK = 10_000;

  /// With any of these, few decisions are left to look at, and an ordinary index finds them.
  private static final Set<Criterion> NARROW =
      Set.of(Criterion.TRACE, Criterion.INCIDENT, Criterion.ACTOR);

  /// Matches of a month that are read all, and sorted then.
  private static final int FEW = 400;

  private static final String CUSTOM_PLANS = "set local plan_cache_mode = force_custom_plan";

  /// The index of terms, whatever the planner believes.
  private static final String BY_TERMS =
      "set local enable_indexscan = off; set local enable_seqscan = off;"
          + " set local max_parallel_workers_per_gather = 0; set local work_mem = '32MB'";

  /// Decisions in no order. With an offset, even of none, the planner does not see which order will
  /// be asked for, and so cannot think of an index that has it.
  private static final String UNORDERED = "select d.priority, d.id from decisions d where ";

  private static final String PARTITIONS =
      """
      select c.relname as name, pg_relation_size(c.oid) as bytes
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'decisions'::regclass
      order by c.relname
      """;

  private final Database database;
  private final int walk;

  /// @param walk how many decisions to look at, usually [#WALK]
  public SearchStore(Database database, int walk) {
    this.database = database;
    this.walk = walk;
  }

  /// The first so many after the position of the query.
  ///
  /// @throws ServiceException BAD_PARAMETER for a text that no index can look for
  public List<Position> find(DecisionQuery query, int limit) {
    return database.ask(handle -> handle.inTransaction(_ -> find(handle, query, limit)));
  }

  private List<Position> find(Handle handle, DecisionQuery query, int limit) {
    handle.execute(CUSTOM_PLANS);
    query.filter().text().ifPresent(text -> requireIndexable(handle, text));
    if (!Collections.disjoint(query.filter().values().keySet(), NARROW)) {
      return ask(handle, narrow(query, limit));
    }
    boolean isRare = query.filter().values().containsKey(Criterion.EVIDENCE);
    List<Position> near = isRare ? List.of() : ask(handle, walk(query, limit));
    if (near.size() == limit) {
      return near;
    }
    handle.execute(BY_TERMS);
    if (isRare || query.order() == DecisionOrder.PRIORITY) {
      return ask(handle, byTerms(query, limit));
    }
    boolean isDescending = query.order() == DecisionOrder.NEWEST;
    List<Position> found = new ArrayList<>();
    for (Month month : months(handle, isDescending)) {
      List<String> stretches = month.stretches(first(query), end(query), isDescending);
      if (!stretches.isEmpty()) {
        found.addAll(inMonth(handle, query, month, stretches, limit - found.size()));
      }
      if (found.size() == limit) {
        break;
      }
    }
    return found;
  }

  private static List<Month> months(Handle handle, boolean isDescending) {
    List<Month> months =
        handle
            .createQuery(PARTITIONS)
            .map((row, context) -> Month.of(row.getString("name"), row.getLong("bytes")))
            .list();
    return isDescending ? months.reversed() : months;
  }

  /// Long lists may have little in common, and to learn that for the whole month at once takes an
  /// eighth of the time that it takes for one stretch after the other.
  private static List<Position> inMonth(
      Handle handle, DecisionQuery query, Month month, List<String> stretches, int limit) {
    if (!query.filter().isOneCriterion()) {
      List<Position> few = ask(handle, few(query, month));
      if (few.size() <= FEW) {
        return few.subList(0, Math.min(limit, few.size()));
      }
    }
    return ask(handle, byStretch(query, month, stretches, limit));
  }

  /// A search for words that only says what must not be there would read the whole index.
  private static void requireIndexable(Handle handle, String text) {
    String words =
        handle
            .createQuery("select querytree(websearch_to_tsquery('simple', :text))")
            .bind("text", text)
            .mapTo(String.class)
            .one();
    if (words.isEmpty() || words.equals("T")) {
      throw new ServiceException(
          ErrorCode.BAD_PARAMETER, "`text` names no word that must be there: add one");
    }
  }

  private static List<Position> ask(Handle handle, Condition statement) {
    Query question = handle.createQuery(statement.sql());
    List<Object> values = statement.values();
    for (int i = 0; i < values.size(); i++) {
      question.bind(i, values.get(i));
    }
    return question
        .map((row, context) -> new Position(row.getDouble(1), row.getObject(2, UUID.class)))
        .list();
  }

  private static Condition narrow(DecisionQuery query, int limit) {
    return range(query)
        .and(query.filter().filed())
        .within(
            "select d.priority, d.id from decisions d where ",
            order(query.order()) + " limit " + limit);
  }

  private Condition walk(DecisionQuery query, int limit) {
    Condition near =
        range(query)
            .within(
                "select d.priority, d.id from (select * from decisions d where ",
                order(query.order()) + " limit " + walk + ") d");
    return near.then(" where ", query.filter().where())
        .within("", order(query.order()) + " limit " + limit);
  }

  private static Condition byTerms(DecisionQuery query, int limit) {
    return range(query)
        .and(query.filter().filed())
        .within("select d.priority, d.id from (" + UNORDERED, end(query.order(), limit));
  }

  private static Condition few(DecisionQuery query, Month month) {
    return Condition.of("d.id >= ? and d.id < ?", month.first(), month.end())
        .and(range(query).within("(", ") is true"))
        .and(query.filter().filed())
        .within(
            "select d.priority, d.id from (" + UNORDERED,
            " limit " + (FEW + 1) + ") d" + order(query.order()));
  }

  /// The end of a statement that begins with [#UNORDERED].
  private static String end(DecisionOrder order, int limit) {
    return " offset 0) d" + order(order) + " limit " + limit;
  }

  /// A nested loop over the stretches is the only plan there is, so they come in their order, and
  /// the limit ends the loop. `is true` keeps the index of ids out: it would be read anew for each
  /// stretch.
  private static Condition byStretch(
      DecisionQuery query, Month month, List<String> stretches, int limit) {
    return Condition.of(
            "select m.priority, m.id from unnest(string_to_array(?, ' ')) stretch (name)"
                + " cross join lateral (select d.priority, d.id from ("
                + UNORDERED
                + "d.id >= ? and d.id < ?",
            String.join(" ", stretches),
            month.first(),
            month.end())
        .and(range(query).within("(", ") is true"))
        .and(query.filter().filed("stretch.name"))
        .within("", end(query.order(), limit) + ") m limit " + limit);
  }

  /// What is left of the filter's time after the position of the query.
  private static Condition range(DecisionQuery query) {
    Condition range = Condition.of("d.id >= ? and d.id < ?", first(query), end(query));
    if (query.order() == DecisionOrder.OLDEST && query.after().isPresent()) {
      return range.and(Condition.of("d.id > ?", query.after().get().id()));
    }
    if (query.order() == DecisionOrder.PRIORITY && query.after().isPresent()) {
      Position last = query.after().get();
      return range.and(Condition.of("(d.priority, d.id) < (?, ?)", last.priority(), last.id()));
    }
    return range;
  }

  private static UUID first(DecisionQuery query) {
    UUID first = query.filter().first();
    return query.order() != DecisionOrder.OLDEST
        ? first
        : query.after().map(Position::id).filter(id -> Month.isBefore(first, id)).orElse(first);
  }

  private static UUID end(DecisionQuery query) {
    UUID end = query.filter().end();
    return query.order() != DecisionOrder.NEWEST
        ? end
        : query.after().map(Position::id).filter(id -> Month.isBefore(id, end)).orElse(end);
  }

  private static String order(DecisionOrder order) {
    return switch (order) {
      case NEWEST -> " order by d.id desc";
      case OLDEST -> " order by d.id";
      case PRIORITY -> " order by d.priority desc, d.id desc";
    };
  }
}
