package dev.ombud.gate;

import dev.ombud.database.Database;
import dev.ombud.domain.Disposition;
import dev.ombud.domain.GateRequest;
import dev.ombud.domain.GateRequest.Fix;
import dev.ombud.domain.Severity;
import dev.ombud.domain.TimeIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Listens to the record: reads the newest decisions about a product, severity by severity, each
/// within a bound. Thread-safe.
final class HearingStore {
  /// Decisions of P1 and of P2 that are read, each. Whoever has more is far over any threshold.
  static final int GRAVE_MOST = 400;

  /// The same of P3 and of P4.
  static final int LOW_MOST = 100;

  private static final String CATEGORY = "category=";
  private static final String EVIDENCE = "evidence=";

  private static final String REASON = "reason=";

  /// One statement for all severities, and the range of ids said of each table, so that only the
  /// partitions of two days are planned and read.
  private static final String COMPLAINTS =
      """
      select d.id, d.surface, d.cluster_id, d.cohort, d.severity, d.disposition, d.release_version,
        d.window_start, d.window_end, d.terms,
        cast(a.json #>> '{volume,count}' as bigint) as complaints,
        a.json #>> '{exposure,experiment,key}' as experiment,
        a.json #>> '{exposure,experiment,variant}' as variant,
        exists (
          select from outcomes o where o.decision_id = d.id and o.label = 'WRONG'
        ) as is_wrong
      from unnest(:severities, :mosts) wanted (severity, most)
        cross join lateral (%s) newest
        join decisions d on d.id = newest.id and d.id >= :from and d.id < :to
        join records r on r.id = newest.id and r.id >= :from and r.id < :to
        cross join lateral (select cast(r.aggregate as jsonb) as json offset 0) a
      order by d.id desc
      """;

  private static final String EVERYWHERE =
      COMPLAINTS.formatted(
          """
          select id from decisions
          where product = :product and severity = wanted.severity and id >= :from and id < :to
          order by id desc
          limit wanted.most
          """);

  /// Surface by surface: a rare one is found as fast as a frequent one.
  private static final String SOME_SURFACES =
      COMPLAINTS.formatted(
          """
          select each.id
          from unnest(:surfaces) asked (surface)
            cross join lateral (
              select id from decisions
              where product = :product and surface = asked.surface and severity = wanted.severity
                and id >= :from and id < :to
              order by id desc
              limit wanted.most
            ) each
          order by each.id desc
          limit wanted.most
          """);

  private static final String OPEN =
      """
      select distinct cluster from incidents
      where product = :product and state = 'OPEN' and cluster = any (:themes)
      order by cluster
      """;

  private final Database database;

  HearingStore(Database database) {
    this.database = database;
  }

  private record Read(Complaint complaint, boolean counts) {}

  /// All of it as one moment has it.
  Hearing hear(GateRequest request, Instant now) {
    return database.ask(handle -> handle.inTransaction(_ -> hear(handle, request, now)));
  }

  private static Hearing hear(Handle handle, GateRequest request, Instant now) {
    // How many there are differs by product, and a plan for some other one would not fit.
    handle.execute("set local plan_cache_mode = force_custom_plan");
    List<Read> found = read(handle, request, now);
    Map<Severity, Long> counts =
        found.stream()
            .collect(
                Collectors.groupingBy(each -> each.complaint().severity(), Collectors.counting()));
    boolean isCut =
        counts.entrySet().stream().anyMatch(each -> each.getValue() == most(each.getKey()));
    List<Heard> heard = Tally.of(found.stream().filter(Read::counts).map(Read::complaint).toList());
    return new Hearing(
        found.stream()
            .findFirst()
            .map(newest -> Instant.ofEpochMilli(TimeIds.millisOf(newest.complaint().decision()))),
        heard,
        open(handle, request),
        isCut || heard.size() == Tally.HEARD_MOST);
  }

  private static int most(Severity severity) {
    return severity.compareTo(Severity.P2) <= 0 ? GRAVE_MOST : LOW_MOST;
  }

  /// The newest first.
  private static List<Read> read(Handle handle, GateRequest request, Instant now) {
    List<Severity> severities = List.of(Severity.values());
    Query query = handle.createQuery(request.surfaces().isEmpty() ? EVERYWHERE : SOME_SURFACES);
    if (!request.surfaces().isEmpty()) {
      query.bindArray("surfaces", String.class, request.surfaces());
    }
    return query
        .bind("product", request.product())
        .bindArray("severities", String.class, severities.stream().map(Severity::name).toList())
        .bindArray("mosts", Integer.class, severities.stream().map(HearingStore::most).toList())
        .bind("from", TimeIds.notBefore(now.minus(Hearing.WINDOW)))
        .bind("to", TimeIds.notBefore(now.plusMillis(1)))
        .map((row, _) -> read(row, request))
        .list();
  }

  /// What people found wrong afterwards is no complaint, nor is what makes no trend.
  private static Read read(ResultSet row, GateRequest request) throws SQLException {
    List<String> terms = terms(row);
    Severity severity = Severity.valueOf(row.getString("severity"));
    boolean counts =
        Complaint.isTrend(severity, values(terms, REASON)) && !row.getBoolean("is_wrong");
    return new Read(complaint(row, terms, request), counts);
  }

  private static Complaint complaint(ResultSet row, List<String> terms, GateRequest request)
      throws SQLException {
    String variant = row.getString("variant");
    boolean isInExperiment =
        request
            .experiment()
            .filter(experiment -> isSame(experiment.key(), row, "experiment"))
            .isPresent();
    return complaint(
        row,
        terms,
        isSame(request.release(), row, "release_version"),
        isInExperiment ? Optional.ofNullable(variant) : Optional.empty());
  }

  /// What all that are read have in common.
  ///
  /// @param terms of the row
  static Complaint complaint(
      ResultSet row, List<String> terms, boolean isTied, Optional<String> variant)
      throws SQLException {
    return new Complaint(
        row.getObject("id", UUID.class),
        row.getString("surface"),
        row.getString("cluster_id"),
        row.getString("cohort"),
        Severity.valueOf(row.getString("severity")),
        Complaint.isDoubtful(
            Disposition.valueOf(row.getString("disposition")), values(terms, REASON)),
        isTied,
        variant,
        row.getObject("window_start", OffsetDateTime.class).toInstant(),
        row.getObject("window_end", OffsetDateTime.class).toInstant(),
        row.getLong("complaints"),
        values(terms, CATEGORY),
        values(terms, EVIDENCE));
  }

  private static boolean isSame(String wanted, ResultSet row, String column) {
    try {
      return wanted.equals(row.getString(column));
    } catch (SQLException e) {
      throw new IllegalStateException("the query has no `" + column + "`", e);
    }
  }

  static List<String> terms(ResultSet row) throws SQLException {
    return List.of((String[]) row.getArray("terms").getArray());
  }

  private static List<String> values(List<String> terms, String prefix) {
    return terms.stream()
        .filter(term -> term.startsWith(prefix))
        .map(term -> term.substring(prefix.length()))
        .toList();
  }

  private static List<String> open(Handle handle, GateRequest request) {
    List<String> themes =
        request.fixes().stream().map(Fix::themes).flatMap(List::stream).distinct().toList();
    if (themes.isEmpty()) {
      return List.of();
    }
    return handle
        .createQuery(OPEN)
        .bind("product", request.product())
        .bindArray("themes", String.class, themes)
        .mapTo(String.class)
        .list();
  }
}
