package dev.ombud.record.search;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Counts decisions by their terms: all of some days from the table of counts and from its queue,
/// any others by looking at them. Thread-safe.
public final class FacetStore {
  /// Decisions that one answer counts by looking at them.
  static final int MAX_DECISIONS = 10_000;

  /// Rows of the queue that one transaction merges: of full batches, about half a second.
  static final int MERGED_AT_ONCE = 250;

  /// Instances take turns: two that merge at once would wait for each other's rows, crosswise.
  private static final long MERGING = 7_226_839_016_403_590L;

  /// The first digits of ids are terms of the index too; they have no `=`. Nearly every piece of
  /// evidence is another one and articles are many, so that nobody learns from their counts.
  private static final String TERMS =
      "cross join lateral unnest("
          + DecisionFilter.FILED
          + " || 'all'::text) as t (term) where (t.term = 'all' or strpos(t.term, '=') > 0)"
          + " and not starts_with(t.term, 'evidence=') and not starts_with(t.term, 'sku=')";

  private static final String COUNT =
      "select t.term, count(*) as decisions from decisions d "
          + TERMS
          + " and d.id = any (:ids) group by t.term";

  /// One statement sees one state of the totals and of what waits to be added to them. Clusters
  /// come and go, so that in time there are more of them than of all else: only the most frequent
  /// are sent, and only these are read.
  private static final String TOTAL =
      """
      with waiting as materialized (
        select t.term, cast(sum(t.decisions) as bigint) as decisions
        from count_queue q cross join lateral unnest(q.terms, q.decisions) as t (term, decisions)
        group by t.term
      ), clusters as (
        (
          select t.term, t.decisions from decision_totals t
          where starts_with(t.term, 'cluster=')
            and not exists (select from waiting w where w.term = t.term)
          order by t.decisions desc, t.term collate "C" limit :limit
        ) union all
        select w.term, w.decisions + coalesce(t.decisions, 0)
        from waiting w left join decision_totals t on t.term = w.term
        where starts_with(w.term, 'cluster=')
      )
      select term, sum(decisions) as decisions, 0 as clusters
      from (
        select term, decisions from decision_totals where not starts_with(term, 'cluster=')
        union all
        select term, decisions from waiting where not starts_with(term, 'cluster=')
      ) as others
      group by term
      union all (
        select term, decisions,
          (select count(*) from decision_totals where starts_with(term, 'cluster=')) + (
            select count(*) from waiting w
            where starts_with(w.term, 'cluster=')
              and not exists (select from decision_totals t where t.term = w.term)
          ) as clusters
        from clusters order by decisions desc, term collate "C" limit :limit
      )
      """;

  /// The same for some days, from the counts of whole months and of single days.
  private static final String COUNT_DAYS =
      """
      with gone as materialized (
        select coalesce(array_agg(month), '{}') as months from archives where dropped_at is not null
      ), counted as materialized (
        select term, sum(decisions) as decisions
        from (
          select first_day, term, decisions from decision_counts
          where span = 'MONTH' and first_day >= :firstMonth and first_day < :endMonth
          union all
          select first_day, term, decisions from decision_counts
          where span = 'DAY' and first_day >= :from and first_day < :to
            and not (first_day >= :firstMonth and first_day < :endMonth)
          union all
          select q.day, t.term, t.decisions
          from count_queue q cross join lateral unnest(q.terms, q.decisions) as t (term, decisions)
          where q.day >= :from and q.day < :to
        ) as every
        where first_day - (cast(extract(day from first_day) as integer) - 1)
          <> all (cast((select months from gone) as date[]))
        group by term
      )
      select term, decisions, 0 as clusters from counted where not starts_with(term, 'cluster=')
      union all (
        select term, decisions,
          (select count(*) from counted where starts_with(term, 'cluster=')) as clusters
        from counted where starts_with(term, 'cluster=')
        order by decisions desc, term collate "C" limit :limit
      )
      """;

  /// By the primary key: one stretch of it a day.
  private static final String COUNT_ROWS =
      """
      select substr(term, length(:prefix) + 1) as rule, sum(decisions) as hits
      from (
        select c.term, c.decisions
        from generate_series(cast(:from as date), cast(:to as date) - 1, interval '1 day') as d (day)
          cross join lateral (
            select term, decisions from decision_counts
            where span = 'DAY' and first_day = cast(d.day as date) and starts_with(term, :prefix)
          ) as c
        union all
        select t.term, t.decisions
        from count_queue q cross join lateral unnest(q.terms, q.decisions) as t (term, decisions)
        where q.day >= :from and q.day < :to and starts_with(t.term, :prefix)
      ) as every
      group by term
      """;

  /// As much as a million terms take.
  private static final String IN_MEMORY = "set local work_mem = '64MB'";

  private static final String MERGE =
      """
      with taken as (
        delete from count_queue where id in (select id from count_queue order by id limit :most)
        returning day, terms, decisions
      ), of_days as materialized (
        select q.day, t.term, sum(t.decisions) as decisions
        from taken q cross join lateral unnest(q.terms, q.decisions) as t (term, decisions)
        group by q.day, t.term
      ), added as (
        insert into decision_counts as c (span, first_day, term, decisions)
        select 'DAY', day, term, decisions from of_days
        union all
        select 'MONTH', cast(date_trunc('month', day) as date), term, sum(decisions) from of_days
        group by 2, 3
        on conflict (span, first_day, term) do update set decisions = c.decisions + excluded.decisions
      ), totalled as (
        insert into decision_totals as c (term, decisions)
        select term, sum(decisions) from of_days group by term
        on conflict (term) do update set decisions = c.decisions + excluded.decisions
      )
      select count(*) from taken
      """;

  private final Database database;

  public FacetStore(Database database) {
    this.database = database;
  }

  /// Whether [#countAll] can answer: nothing but days is asked for.
  static boolean isOnlyDays(DecisionFilter filter) {
    return filter.isOnlyTime()
        && isMidnight(filter.from())
        && (isMidnight(filter.to()) || filter.to().equals(TimeIds.EVER));
  }

  private static boolean isMidnight(Instant moment) {
    return moment.truncatedTo(ChronoUnit.DAYS).equals(moment);
  }

  /// How many decisions have which term.
  ///
  /// @param moreClusters how many clusters are not among the terms, each at most as frequent as
  ///   those that are
  public record Counted(Map<String, Long> terms, long moreClusters) {}

  /// Counts all decisions that were made on some days.
  ///
  /// @param limit names so many clusters at most
  public Counted countAll(DecisionFilter filter, int limit) {
    return database.ask(handle -> handle.inTransaction(_ -> countAll(handle, filter, limit)));
  }

  private static Counted countAll(Handle handle, DecisionFilter filter, int limit) {
    if (filter.equals(DecisionFilter.ALL)) {
      return counted(handle.createQuery(TOTAL).bind("limit", limit));
    }
    LocalDate from = date(filter.from());
    LocalDate to = date(filter.to());
    LocalDate firstMonth = from.getDayOfMonth() == 1 ? from : from.plusMonths(1).withDayOfMonth(1);
    handle.execute(IN_MEMORY);
    return counted(
        handle
            .createQuery(COUNT_DAYS)
            .bind("from", from)
            .bind("to", to)
            .bind("firstMonth", firstMonth)
            .bind("endMonth", to.withDayOfMonth(1))
            .bind("limit", limit));
  }

  private static Counted counted(Query query) {
    Map<String, Long> counts = new HashMap<>();
    List<Long> clusters =
        query
            .map((row, context) -> {
              counts.put(row.getString("term"), row.getLong("decisions"));
              return row.getLong("clusters");
            })
            .filter(each -> each > 0)
            .list();
    return new Counted(counts, clusters.isEmpty() ? 0 : clusters.getFirst() - clusters.size());
  }

  /// How often each row of a table counted on some days.
  ///
  /// @param prefix of the terms of its rows
  Map<String, Long> countRows(String prefix, LocalDate from, LocalDate to) {
    Map<String, Long> hits = new HashMap<>();
    database.ask(handle ->
        handle
            .createQuery(COUNT_ROWS)
            .bind("prefix", prefix)
            .bind("from", from)
            .bind("to", to)
            .map((row, context) -> hits.put(row.getString("rule"), row.getLong("hits")))
            .list());
    return hits;
  }

  private static LocalDate date(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }

  /// Counts some decisions.
  Counted count(List<UUID> ids) {
    Map<String, Long> counts = new HashMap<>();
    database.ask(handle ->
        handle
            .createQuery(COUNT)
            .bindArray("ids", UUID.class, ids)
            .map((row, context) -> counts.put(row.getString("term"), row.getLong("decisions")))
            .list());
    return new Counted(counts, 0);
  }

  /// Moves counts from the queue into the table, and says how many rows of the queue these were:
  /// none too where another instance is at it.
  public long merge(int most) {
    return database.change(handle -> isAlone(handle) ? merge(handle, most) : 0L);
  }

  private static boolean isAlone(Handle handle) {
    return handle
        .createQuery("select pg_try_advisory_xact_lock(:lock)")
        .bind("lock", MERGING)
        .mapTo(Boolean.class)
        .one();
  }

  private static long merge(Handle handle, int most) {
    // There are few groups and PostgreSQL expects many, for which it would sort all terms.
    handle.execute("set local enable_sort = off");
    return handle.createQuery(MERGE).bind("most", most).mapTo(Long.class).one();
  }
}
