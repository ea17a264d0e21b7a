package dev.ombud.gate;

import dev.ombud.database.Database;
import dev.ombud.domain.Severity;
import dev.ombud.domain.TimeIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/// What customers said about a product before the time that a gate listens to. Doubtful complaints,
/// those that people found wrong, and the least severe ones are left out. Thread-safe.
final class EarlierStore {
  /// Decisions of each severity that are read, the newest.
  private static final int MOST = 200;

  private static final String COMPLAINTS =
      """
      select d.id, d.surface, d.cluster_id, d.cohort, d.severity, d.disposition, d.release_version,
        d.window_start, d.window_end, d.terms,
        cast(cast(r.aggregate as jsonb) #>> '{volume,count}' as bigint) as complaints
      from (
          select id from decisions
          where product = :product and severity = :severity and id >= :from and id < :to
            and (:everywhere or surface = any (:surfaces))
          order by id desc
          limit :most
        ) newest
        join decisions d on d.id = newest.id and d.id >= :from and d.id < :to
        join records r on r.id = newest.id and r.id >= :from and r.id < :to
      where not exists (select from outcomes o where o.decision_id = d.id and o.label = 'WRONG')
      """;

  private final Database database;

  EarlierStore(Database database) {
    this.database = database;
  }

  /// A theme of the past.
  ///
  /// @param releases that the complaints were about, as far as they name one
  /// @param lastAt the end of its last window
  record Earlier(Heard heard, NavigableSet<String> releases, Instant lastAt) {
    Earlier {
      releases = new TreeSet<>(releases);
    }
  }

  private record Said(Complaint complaint, Optional<String> release) {
    String theme() {
      return complaint.surface() + '\n' + complaint.cluster();
    }
  }

  /// @param surfaces none for all of the product
  /// @return the gravest first
  List<Earlier> heard(String product, List<String> surfaces, Instant from, Instant to) {
    List<Said> said = new ArrayList<>();
    database.ask(handle -> {
      for (Severity severity : List.of(Severity.P1, Severity.P2, Severity.P3)) {
        said.addAll(read(handle, product, severity, surfaces, from, to));
      }
      return said;
    });
    Map<String, NavigableSet<String>> releases = new TreeMap<>();
    Map<String, Instant> last = new TreeMap<>();
    for (Said each : said) {
      NavigableSet<String> named = releases.computeIfAbsent(each.theme(), _ -> new TreeSet<>());
      each.release().filter(name -> !name.isBlank()).ifPresent(named::add);
      last.merge(
          each.theme(), each.complaint().end(), (one, other) -> one.isAfter(other) ? one : other);
    }
    return Tally.of(said.stream().map(Said::complaint).toList()).stream()
        .map(heard -> {
          String theme = heard.surface() + '\n' + heard.cluster();
          return new Earlier(
              heard, releases.getOrDefault(theme, new TreeSet<>()), last.getOrDefault(theme, from));
        })
        .sorted(Comparator.comparing(earlier -> earlier.heard().severity()))
        .toList();
  }

  private static List<Said> read(
      Handle handle,
      String product,
      Severity severity,
      List<String> surfaces,
      Instant from,
      Instant to) {
    return handle
        .createQuery(COMPLAINTS)
        .bind("product", product)
        .bind("severity", severity.name())
        .bind("from", TimeIds.notBefore(from))
        .bind("to", TimeIds.notBefore(to))
        .bind("everywhere", surfaces.isEmpty())
        .bindArray("surfaces", String.class, surfaces)
        .bind("most", MOST)
        .map((row, _) -> read(row))
        .list()
        .stream()
        .filter(said -> !said.complaint().isDoubtful())
        .toList();
  }

  private static Said read(ResultSet row) throws SQLException {
    return new Said(
        HearingStore.complaint(row, HearingStore.terms(row), false, Optional.empty()),
        Optional.ofNullable(row.getString("release_version")));
  }
}
