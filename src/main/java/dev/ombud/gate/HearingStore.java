package dev.ombud.gate;

import dev.ombud.database.Database;
import dev.ombud.domain.Disposition;
import dev.ombud.domain.GateCase.Report;
import dev.ombud.domain.GateRequest;
import dev.ombud.domain.GateRequest.Fix;
import dev.ombud.domain.IncidentKey;
import dev.ombud.domain.Severity;
import dev.ombud.domain.TimeIds;
import dev.ombud.gate.Complaint.Judged;
import dev.ombud.gate.Complaint.Origin;
import dev.ombud.gate.Complaint.Window;
import dev.ombud.review.OutcomeReport;
import dev.ombud.review.OutcomeStore;
import dev.ombud.review.OutcomeStore.FixReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Listens to the record: reads the decisions about a product with the latest windows, severity by
/// severity, each within a bound. Thread-safe.
///
/// The evidence of a window that ended within some hours was received within them, since it is
/// never later than we received it: so the ids are bounded, and with them the partitions, and the
/// end of the window does the rest by the index.
final class HearingStore {
  /// Decisions of P1 and of P2 that are read, each. Whoever has more is far over any threshold.
  static final int GRAVE_MOST = 400;

  /// The same of P3 and of P4.
  static final int LOW_MOST = 100;

  /// What of a row of `decisions`, there called `d`, and its aggregate `a` a complaint is made of.
  static final String COLUMNS =
      """
      d.id, d.decided_at, d.aggregate_id, d.revision, d.incident_id, d.surface, d.cluster_id,
        d.cohort, d.severity, d.disposition, d.release_version, d.window_start, d.window_end,
        d.terms, cast(a.json #>> '{volume,count}' as bigint) as complaints,
        a.json #>> '{exposure,environment}' as environment,
        a.json #>> '{exposure,experiment,key}' as experiment,
        a.json #>> '{exposure,experiment,variant}' as variant,
        exists (
          select from outcomes o where o.decision_id = d.id and o.label = 'WRONG'
        ) as is_wrong,
        exists (
          select from aggregate_keys k
          where k.product = d.product and k.aggregate_id = d.aggregate_id
            and k.revision > d.revision
        ) as is_replaced
      """;

  private static final String CATEGORY = "category=";
  private static final String EVIDENCE = "evidence=";
  private static final String REASON = "reason=";

  /// Of one severity, as the indexes of V29 have it: these hold neither drills nor history.
  private static final String LATEST =
      """
      product = :product and severity = wanted.severity and window_end >= :since
        and id >= :from and id < :to and ombud_is_live(terms)
      order by window_end desc, id desc
      """;

  /// One statement for all severities, and the range of ids said of each table, so that only the
  /// partitions of two days are planned and read.
  private static final String COMPLAINTS =
      "select "
          + COLUMNS
          + """
          from unnest(:severities, :mosts) wanted (severity, most)
            cross join lateral (%s) newest
            join decisions d on d.id = newest.id and d.id >= :from and d.id < :to
            join records r on r.id = newest.id and r.id >= :from and r.id < :to
            cross join lateral (select cast(r.aggregate as jsonb) as json offset 0) a
          """;

  private static final String EVERYWHERE =
      COMPLAINTS.formatted("select id from decisions where " + LATEST + " limit wanted.most");

  /// Surface by surface: a rare one is found as fast as a frequent one.
  private static final String SOME_SURFACES =
      COMPLAINTS.formatted(
          """
          select each.id
          from unnest(:surfaces) asked (surface)
            cross join lateral (
              select id, window_end from decisions
              where surface = asked.surface and %s
              limit wanted.most
            ) each
          order by each.window_end desc, each.id desc
          limit wanted.most
          """
              .formatted(LATEST));

  /// Of the whole product: a surface of which nobody complains is quiet, and not unheard.
  private static final String LAST =
      """
      select max(least(newest.window_end, newest.decided_at)) as at
      from unnest(:severities) wanted (severity)
        cross join lateral (
          select window_end, decided_at from decisions where %s limit 1
        ) newest
      """
          .formatted(LATEST);

  private static final String OPEN =
      """
      select distinct cluster from incidents
      where product = :product and state = 'OPEN' and cluster = any (:themes)
        and environment <> :drill
      order by cluster
      """;

  private final Database database;

  HearingStore(Database database) {
    this.database = database;
  }

  /// All of it as one moment has it.
  Hearing hear(GateRequest request, Instant now) {
    return database.ask(handle ->
        handle.inTransaction(_ -> Listening.of(request, now, find(handle, request, now))));
  }

  private static Listening.Found find(Handle handle, GateRequest request, Instant now) {
    // How many there are differs by product, and a plan for some other one would not fit.
    handle.execute("set local plan_cache_mode = force_custom_plan");
    List<Complaint> found = read(handle, request, now);
    Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
    found.forEach(each -> counts.merge(each.severity(), 1, Integer::sum));
    return new Listening.Found(
        found,
        lastHeardAt(handle, request, now),
        reports(handle, found),
        open(handle, request),
        counts.entrySet().stream().anyMatch(each -> each.getValue() == most(each.getKey())));
  }

  private static int most(Severity severity) {
    return severity.compareTo(Severity.P2) <= 0 ? GRAVE_MOST : LOW_MOST;
  }

  private static List<Complaint> read(Handle handle, GateRequest request, Instant now) {
    Query query = handle.createQuery(request.surfaces().isEmpty() ? EVERYWHERE : SOME_SURFACES);
    if (!request.surfaces().isEmpty()) {
      query.bindArray("surfaces", String.class, request.surfaces());
    }
    return within(query, request.product(), now.minus(Hearing.WINDOW), now)
        .bindArray(
            "mosts",
            Integer.class,
            List.of(Severity.values()).stream().map(HearingStore::most).toList())
        .map((row, _) -> complaint(row, request))
        .list();
  }

  private static Query within(Query query, String product, Instant since, Instant now) {
    return query
        .bind("product", product)
        .bindArray(
            "severities",
            String.class,
            List.of(Severity.values()).stream().map(Severity::name).toList())
        .bind("since", since.atOffset(ZoneOffset.UTC))
        .bind("from", TimeIds.notBefore(since))
        .bind("to", TimeIds.notBefore(now.plusMillis(1)));
  }

  private static Optional<Instant> lastHeardAt(Handle handle, GateRequest request, Instant now) {
    return within(handle.createQuery(LAST), request.product(), now.minus(Hearing.WINDOW), now)
        .map((row, _) -> Optional.ofNullable(row.getObject("at", OffsetDateTime.class)))
        .one()
        .map(OffsetDateTime::toInstant);
  }

  private static Complaint complaint(ResultSet row, GateRequest request) throws SQLException {
    String experiment = row.getString("experiment");
    boolean isInExperiment =
        request.experiment().filter(asked -> asked.key().equals(experiment)).isPresent();
    return complaint(
        row,
        request.release().equals(row.getString("release_version")),
        isInExperiment ? Optional.ofNullable(row.getString("variant")) : Optional.empty());
  }

  /// A row of [#COLUMNS].
  static Complaint complaint(ResultSet row, boolean isTied, Optional<String> variant)
      throws SQLException {
    List<String> terms = List.of((String[]) row.getArray("terms").getArray());
    String environment = row.getString("environment");
    return new Complaint(
        new Origin(
            row.getObject("id", UUID.class),
            row.getString("aggregate_id"),
            row.getInt("revision"),
            row.getBoolean("is_replaced"),
            environment == null ? "" : environment,
            Optional.ofNullable(row.getObject("incident_id", UUID.class))),
        new Window(
            instant(row, "window_start"), instant(row, "window_end"), instant(row, "decided_at")),
        row.getString("surface"),
        row.getString("cluster_id"),
        row.getString("cohort"),
        new Judged(
            Severity.valueOf(row.getString("severity")),
            Disposition.valueOf(row.getString("disposition")),
            Set.copyOf(values(terms, REASON)),
            row.getBoolean("is_wrong")),
        isTied,
        variant,
        row.getLong("complaints"),
        values(terms, CATEGORY),
        values(terms, EVIDENCE));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static List<String> values(List<String> terms, String prefix) {
    return terms.stream()
        .filter(term -> term.startsWith(prefix))
        .map(term -> term.substring(prefix.length()))
        .toList();
  }

  /// What was reported of the incidents that the complaints belong to, each as of its cluster and
  /// cohort.
  private static List<Report> reports(Handle handle, List<Complaint> complaints) {
    Set<UUID> incidents = new HashSet<>();
    Set<UUID> decisions = new HashSet<>();
    for (Complaint each : complaints) {
      each.origin()
          .incident()
          .ifPresentOrElse(incidents::add, () -> decisions.add(each.decision()));
    }
    if (complaints.isEmpty()) {
      return List.of();
    }
    List<Report> reports = new ArrayList<>();
    for (FixReport report : OutcomeStore.fixes(handle, incidents, decisions)) {
      complaints.stream()
          .filter(each -> isAbout(report, each))
          .map(each -> new Report(kind(report.kind()), each.cluster(), each.cohort(), report.at()))
          .distinct()
          .forEach(reports::add);
    }
    return reports;
  }

  private static boolean isAbout(FixReport report, Complaint complaint) {
    return complaint.origin().incident().isPresent()
        ? complaint.origin().incident().equals(report.incidentId())
        : report.decisionId().filter(complaint.decision()::equals).isPresent();
  }

  private static Report.Kind kind(OutcomeReport.Kind kind) {
    return switch (kind) {
      case DEPLOYED -> Report.Kind.DEPLOYED;
      case TICKET_RESOLVED -> Report.Kind.TICKET_RESOLVED;
      case TICKET_REOPENED -> Report.Kind.TICKET_REOPENED;
      case TICKET_DECLINED -> Report.Kind.TICKET_DECLINED;
      case LABELLED -> throw new IllegalStateException("a label says nothing of a fix");
    };
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
        .bind("drill", IncidentKey.DRILL)
        .mapTo(String.class)
        .list();
  }
}
