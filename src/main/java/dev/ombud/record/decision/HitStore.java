package dev.ombud.record.decision;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Counts, from the record itself, how often each row of a table has counted, but for drills.
/// Thread-safe.
public final class HitStore {
  private static final String HITS =
      """
      select substr(term, length(:prefix) + 1) as rule, count(*) as hits, max(decided_at) as last,
        0 as near_misses
      from decisions cross join lateral unnest(terms) as term
      where id >= :from and ruleset_version = :version and starts_with(term, :prefix)
        and not ombud_is_drill(terms)
      group by term
      """;

  private static final String NEAR_MISSES =
      """
      select miss ->> 'row' as rule, 0 as hits, cast(null as timestamptz) as last,
        count(*) as near_misses
      from decisions d join records r on r.id = d.id
        cross join lateral json_array_elements(r.near_misses::json) as miss
      where r.id >= :from and d.id >= :from and d.ruleset_version = :version and miss ->> 'table' = :table
        and not ombud_is_drill(d.terms)
      group by miss ->> 'row'
      """;

  private final Database database;

  public HitStore(Database database) {
    this.database = database;
  }

  /// How often a row has counted.
  ///
  /// @param nearMisses how often a single test kept it from counting
  public record Hits(long hits, Optional<Instant> last, long nearMisses) {}

  private record Found(String rule, Hits counted) {}

  /// By the id of the row; those that neither counted nor came near are left out. Takes seconds
  /// over millions of decisions.
  ///
  /// @param since only decisions from here on are looked at
  public Map<String, Hits> count(long version, String table, Instant since) {
    Map<String, Hits> counted = new HashMap<>();
    database.ask(handle -> {
      handle
          .createQuery(HITS)
          .bind("from", TimeIds.first(since.toEpochMilli()))
          .bind("version", version)
          .bind("prefix", Terms.row(table, ""))
          .mapTo(Found.class)
          .forEach(row -> counted.put(row.rule(), row.counted()));
      handle
          .createQuery(NEAR_MISSES)
          .bind("from", TimeIds.first(since.toEpochMilli()))
          .bind("version", version)
          .bind("table", table)
          .mapTo(Found.class)
          .forEach(row ->
              counted.merge(
                  row.rule(),
                  row.counted(),
                  (hit, miss) -> new Hits(hit.hits(), hit.last(), miss.nearMisses())));
      return counted;
    });
    return counted;
  }
}
