package dev.ombud.record.search;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.IncidentKey;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How things stand at this moment. Thread-safe.
public final class PresentStore {
  private final Database database;

  public PresentStore(Database database) {
    this.database = database;
  }

  /// Of the 500 open incidents of what is real with the newest decisions: the most severe first,
  /// and of those the longest open.
  ///
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public List<OpenIncident> incidents(int most) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select i.id, i.opened_at, i.last_decided_at, i.last_decision_id, d.severity,
                  i.tier_reached as tier, i.product, i.subject, i.cohort, i.cluster,
                  d.owner_team as owner
                from (
                  select * from incidents where state = 'OPEN' and environment <> :drill
                  order by last_decided_at desc limit 500
                ) i
                join decisions d on d.id = i.last_decision_id
                order by d.severity, i.opened_at
                limit :most
                """)
            .bind("drill", IncidentKey.DRILL)
            .bind("most", most)
            .mapTo(OpenIncident.class)
            .list());
  }

  /// How many decisions of each severity there are in a half-open range of time, but for drills and
  /// for history that was loaded in it.
  ///
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public Map<Severity, Long> count(Instant from, Instant to) {
    Map<Severity, Long> counts = new EnumMap<>(Severity.class);
    database.ask(handle -> {
      handle
          .createQuery(
              """
              select severity, count(*) from decisions
              where id >= :from and id < :to and ombud_is_live(terms)
              group by severity
              """)
          .bind("from", TimeIds.notBefore(from))
          .bind("to", TimeIds.notBefore(to))
          .map((row, context) -> Map.entry(Severity.valueOf(row.getString(1)), row.getLong(2)))
          .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
      return counts;
    });
    return counts;
  }
}
