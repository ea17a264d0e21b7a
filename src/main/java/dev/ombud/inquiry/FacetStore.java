package dev.ombud.inquiry;

import dev.ombud.database.Database;
import dev.ombud.domain.TimeIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Counts decisions by their terms: from the table of counts what is in it, and the rest from the
/// decisions themselves. Thread-safe.
final class FacetStore {
  /// The term that every decision has.
  static final String ALL = "all";

  /// Decisions that one answer counts by looking at them.
  static final int LOOKED_AT_MOST = 20_000;

  /// Leaves that one transaction counts; about a second.
  private static final int LEAVES_AT_ONCE = 50_000;

  /// The first digits of ids are terms of the index too; they have no `=`. Nearly every piece of
  /// evidence is another one, so that nobody learns from their counts.
  private static final String TERMS =
      "cross join lateral unnest("
          + DecisionFilter.FILED
          + " || 'all'::text) as t (term) where (t.term = 'all' or strpos(t.term, '=') > 0)"
          + " and not starts_with(t.term, 'evidence=')";

  private static final String COUNT =
      "select t.term, count(*) as decisions from decisions d "
          + TERMS
          + " and d.id = any (:ids) group by t.term";

  /// One statement sees one state of the three tables that decisions go through.
  private static final String COUNT_ALL =
      """
      with pending as materialized (
        select record_id from (
          select record_id from log_leaves
          where leaf_index >= (select leaves from count_progress) and kind = 'DECISION'
          union all
          select unnest(record_ids) from log_queue where kind = 'DECISION'
        ) as uncounted
        limit :most + 1
      ), looked_at as materialized (
        select t.term, count(*) as decisions
        from (select record_id from pending limit :most) p join decisions d on d.id = p.record_id
        %s and d.id >= :first and d.id < :end
        group by t.term
      ), counted as (
        select term, decisions from decision_counts
        where (
            span = 'MONTH' and first_day >= :firstMonth and first_day < :endMonth
            or span = 'DAY' and first_day >= :from and first_day < :to
              and not (first_day >= :firstMonth and first_day < :endMonth)
          ) and date_trunc('month', first_day) not in (
            select month from archives where dropped_at is not null
          )
      )
      select term, sum(decisions) as decisions, (select count(*) from pending) as pending
      from (select * from counted union all select * from looked_at) as every
      group by term
      """
          .formatted(TERMS);

  private static final String TAKE = "select leaves from count_progress for update skip locked";

  private static final String SEALED = "select coalesce(max(leaf_index) + 1, 0) from log_leaves";

  private static final String ADD =
      """
      with of_days as materialized (
        select cast(d.decided_at at time zone 'UTC' as date) as day, t.term, count(*) as decisions
        from log_leaves l join decisions d on d.id = l.record_id
        %s and l.leaf_index >= :from and l.leaf_index < :to and l.kind = 'DECISION'
        group by 1, 2
      )
      insert into decision_counts as c (span, first_day, term, decisions)
      select 'DAY', day, term, decisions from of_days
      union all
      select 'MONTH', cast(date_trunc('month', day) as date), term, sum(decisions) from of_days
      group by 2, 3
      on conflict (span, first_day, term) do update set decisions = c.decisions + excluded.decisions
      """
          .formatted(TERMS);

  private final Database database;
  private final int most;

  /// @param most decisions to look at in one answer, usually [#LOOKED_AT_MOST]
  FacetStore(Database database, int most) {
    this.database = database;
    this.most = most;
  }

  /// @param isComplete whether no decision was left out
  record Terms(Map<String, Long> decisions, boolean isComplete) {}

  /// Whether [#countAll] can answer: nothing but days is asked for.
  static boolean isOnlyDays(DecisionFilter filter) {
    return filter.isOnlyTime()
        && isMidnight(filter.from())
        && (isMidnight(filter.to()) || filter.to().equals(TimeIds.EVER));
  }

  private static boolean isMidnight(Instant moment) {
    return moment.truncatedTo(ChronoUnit.DAYS).equals(moment);
  }

  /// Counts everything that was decided on some days.
  Terms countAll(DecisionFilter filter) {
    LocalDate from = date(filter.from());
    LocalDate to = date(filter.to());
    LocalDate firstMonth = from.getDayOfMonth() == 1 ? from : from.plusMonths(1).withDayOfMonth(1);
    Map<String, Long> counts = new HashMap<>();
    long[] pending = {0};
    database.ask(handle -> {
      handle
          .createQuery(COUNT_ALL)
          .bind("most", most)
          .bind("first", filter.first())
          .bind("end", filter.end())
          .bind("from", from)
          .bind("to", to)
          .bind("firstMonth", firstMonth)
          .bind("endMonth", to.withDayOfMonth(1))
          .map((row, context) -> {
            pending[0] = row.getLong("pending");
            return put(counts, row);
          })
          .list();
      return counts;
    });
    return new Terms(counts, pending[0] <= most);
  }

  private static LocalDate date(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }

  /// Counts some decisions.
  Terms count(List<UUID> ids, boolean isComplete) {
    Map<String, Long> counts = new HashMap<>();
    database.ask(handle ->
        handle
            .createQuery(COUNT)
            .bindArray("ids", UUID.class, ids)
            .map((row, context) -> put(counts, row))
            .list());
    return new Terms(counts, isComplete);
  }

  private static long put(Map<String, Long> counts, ResultSet row) throws SQLException {
    long decisions = row.getLong("decisions");
    counts.put(row.getString("term"), decisions);
    return decisions;
  }

  /// Adds the decisions of the leaves that are next to the table of counts, and says how many
  /// leaves these were. Instances do not wait for each other.
  long add() {
    return database.change(FacetStore::add);
  }

  private static long add(Handle handle) {
    Optional<Long> from = handle.createQuery(TAKE).mapTo(Long.class).findOne();
    long sealed = handle.createQuery(SEALED).mapTo(Long.class).one();
    long first = from.orElse(sealed);
    long to = Math.min(sealed, first + LEAVES_AT_ONCE);
    if (to > first) {
      // There are few groups and PostgreSQL expects many, for which it would sort all terms.
      handle.execute("set local enable_sort = off");
      handle.createUpdate(ADD).bind("from", first).bind("to", to).execute();
      handle.createUpdate("update count_progress set leaves = :to").bind("to", to).execute();
    }
    return to - first;
  }
}
