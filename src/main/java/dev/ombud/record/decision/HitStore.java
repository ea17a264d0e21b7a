package dev.ombud.record.decision;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.json.Json;
import dev.ombud.record.document.DecisionDocuments;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
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
      "select r.id, "
          + DecisionDocuments.COLUMNS
          + """
           from decisions d join records r on r.id = d.id
          where r.id >= :from and d.id >= :from and d.ruleset_version = :version
            and not ombud_is_drill(d.terms)
          """;

  /// In memory at once.
  private static final int FETCH_ROWS = 512;

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
      // In a transaction, since rows come in pieces only there.
      handle.useTransaction(open ->
          open.createQuery(NEAR_MISSES)
              .bind("from", TimeIds.first(since.toEpochMilli()))
              .bind("version", version)
              .setFetchSize(FETCH_ROWS)
              .map((row, _) -> DecisionDocuments.read(row).nearMisses())
              .forEach(misses -> countMisses(misses, table, counted)));
      return counted;
    });
    return counted;
  }

  private static void countMisses(byte[] misses, String table, Map<String, Hits> counted) {
    for (Object miss : Json.read(misses) instanceof List<?> all ? all : List.of()) {
      Map<?, ?> members = Json.members(miss);
      if (table.equals(members.get("table"))) {
        counted.merge(
            String.valueOf(members.get("row")),
            new Hits(0, Optional.empty(), 1),
            (hit, one) -> new Hits(hit.hits(), hit.last(), hit.nearMisses() + one.nearMisses()));
      }
    }
  }
}
